#!/bin/sh
# Runs one command so that it outlives the worker that asked for it. POSIX sh; all state is files.
#
#   supervisor.sh start FOLDER SECONDS SHELL   runs FOLDER/command in the current folder, once
#   supervisor.sh end FOLDER                   ends it and everything it started
#   supervisor.sh alive FOLDER                 exit code 0 while its supervisor lives
#
# FOLDER afterwards: started/ (made by mkdir, so a second run does nothing), supervisor (who runs it),
# group (its command), stdout and stderr (the beginning), stdout.new and stdout.old
# (the end, when there is more), stdout.cut (something between is lost), stopped (it was ended), timeout (because of its time),
# exit ("CODE REASON" and blanks, renamed into place).
#
# The command may fill the disk: what has to be written after its start has its room before, and marks are empty files.

HEAD_BYTES=8388608      # kept of the beginning of each stream; as much again, up to twice, of its end
READS=64                # of 64 KiB each, between two looks at the size
GRACE_TENTHS=50         # between TERM and KILL

moment() { sleep 0.1 2>/dev/null || sleep 1; }

# When a process was born, so that its number is not mistaken for another's.
born() {
    if [ -r "/proc/$1/stat" ]; then
        read -r stat <"/proc/$1/stat" || return 1
        # shellcheck disable=SC2086
        set -- ${stat##*) }
        echo "${20}"
    else
        ps -o lstart= -p "$1"
    fi
}

booted() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || sysctl -n kern.boottime; }

# Room for what is written into this file later.
reserve() { printf '%512s' '' >"$dir/$1.new"; }

# Leaves in a file who this process is.
sign() {
    { echo $$; born $$; booted; } 1<>"$dir/$1.new" && mv -f "$dir/$1.new" "$dir/$1"
}

# Reads pid, birth and boot of who signed; fails when the machine was restarted since.
signed() {
    { read -r pid; read -r birth; read -r boot; } 2>/dev/null <"$dir/$1" || return 1
    [ "$boot" = "$(booted)" ]
}

# A process that has ended keeps its number until its parent asks how it ended, and the first process of a container may never ask.
ended() { grep -Eqs '\) [ZX] ' "/proc/$1/stat"; }

alive() { signed supervisor && [ "$birth" = "$(born "$pid" 2>/dev/null)" ] && ! ended "$pid"; }

# Whether a process of this group has not ended. What grep cannot read counts as one that has not.
group_lives() {
    kill -s 0 -- "-$1" 2>/dev/null || return 1
    [ -r /proc/self/stat ] || return 0
    grep -Eqs "\) [^ZX] [0-9]+ $1 " /proc/[0-9]*/stat
    [ $? -ne 1 ]
}

# A session and process group of its own: nothing that ends the worker ends it.
apart() {
    if command -v setsid >/dev/null 2>&1; then
        exec setsid "$@"
    elif command -v perl >/dev/null 2>&1; then
        exec perl -e 'use POSIX; POSIX::setsid(); exec @ARGV or exit 127' "$@"
    elif command -v python3 >/dev/null 2>&1; then
        exec python3 -c 'import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])' "$@"
    fi
    exec "$@"
}

# Copies standard input to a file unbuffered and keeps its beginning and its end.
pump() {
    target=$1
    kept=0
    while :; do
        copied=$(LC_ALL=C dd bs=65536 count=$READS 2>&1 >>"$target") || break
        for count in ${copied%% records in*}; do :; done # "0+64", behind warnings
        [ $((${count%+*} + ${count#*+})) -eq $READS ] || return 0
        kept=$(($(wc -c <"$target")))
        [ "$kept" -lt $HEAD_BYTES ] && continue
        [ -e "$1.old" ] && : >"$1.cut"
        [ "$target" = "$1" ] || mv -f "$target" "$1.old" || break
        target=$1.new
    done
    : >"$1.cut"
    cat >/dev/null # the disk is full: the command goes on
}

stop() {
    [ -e "$dir/exit" ] && return 0
    : >>"$dir/stopped"
    signed group || return 0
    kill -s 0 "$pid" 2>/dev/null && [ "$birth" != "$(born "$pid")" ] && return 0
    kill -s TERM -- "-$pid" 2>/dev/null || kill -s TERM "$pid" 2>/dev/null
    tenths=0
    while [ $tenths -lt $GRACE_TENTHS ] && group_lives "$pid"; do
        moment
        tenths=$((tenths + 1))
    done
    kill -s KILL -- "-$pid" 2>/dev/null || kill -s KILL "$pid" 2>/dev/null
    return 0
}

timer() {
    trap 'kill $! 2>/dev/null; exit 0' TERM
    sleep "$1" &
    wait $!
    [ -e "$dir/stopped" ] || : >"$dir/timeout"
    stop
}

# Becomes the command. Its process leads the group that is ended with it.
become() {
    sign group
    rm -f "$2/out.pipe" "$2/err.pipe"
    [ -e "$dir/stopped" ] && exit 143
    umask "$1"
    size=$(($(wc -c <"$dir/command")))
    [ $size -lt 100000 ] || exec "$3" "$dir/command"
    exec "$3" -c "$(cat "$dir/command")"
}

# Nothing has run.
give_up() {
    rmdir "$dir/started"
    exit 71
}

publish() { mv -f "$dir/exit.new" "$dir/exit" 2>/dev/null; }

run() {
    mkdir "$dir/started" 2>/dev/null || { [ -d "$dir/started" ] && exit 0 || exit 71; }
    mask=$(umask)
    umask 077
    trap : HUP
    reserve supervisor && reserve group && reserve exit && sign supervisor || give_up

    pipes=$dir
    mkfifo "$pipes/out.pipe" "$pipes/err.pipe" 2>/dev/null || {
        pipes=$(mktemp -d) && mkfifo "$pipes/out.pipe" "$pipes/err.pipe" || give_up
    }
    pump "$dir/stdout" <"$pipes/out.pipe" &
    out=$!
    pump "$dir/stderr" <"$pipes/err.pipe" &
    err=$!
    timer "$1" &
    timer=$!

    # In the foreground, so that the command does not inherit an ignored SIGINT.
    (apart /bin/sh "$0" command "$dir" "$mask" "$pipes" "$2") \
        </dev/null >"$pipes/out.pipe" 2>"$pipes/err.pipe"
    code=$?
    kill -s TERM $timer 2>/dev/null

    reason=exited
    if [ -e "$dir/stopped" ]; then
        [ -e "$dir/timeout" ] && reason=timeout || reason=cancelled
        stop # what the command left behind of its group
    fi
    echo "$code $reason" 1<>"$dir/exit.new"

    # What it left running may hold its output open: that is no reason to wait.
    trap 'publish; exit $code' USR1
    (sleep 1; kill -s USR1 $$) &
    guard=$!
    wait $out
    wait $err
    kill -s TERM $guard 2>/dev/null
    publish
    exit $code
}

action=$1
dir=$2
shift 2
case $action in
    start) apart /bin/sh "$0" run "$dir" "$@" ;;
    end) apart /bin/sh "$0" stop "$dir" ;;
    run) run "$@" ;;
    command) become "$@" ;;
    stop) stop ;;
    alive) alive ;;
    *) exit 64 ;;
esac
