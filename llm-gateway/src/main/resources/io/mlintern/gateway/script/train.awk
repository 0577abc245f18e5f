# Predicts the last numeric column of a CSV from the other ones.
#
# Linear regression, fitted by gradient descent; every fifth row is kept for the test.
# usage: awk -v out=METRICS.json -f train.awk DATA.csv

BEGIN {
    FS = ","
    LEARNING_RATE = 3.0
    EPOCHS = 300
    EXPLODED = 1e30
}

{
    sub(/\r$/, "")
    if ($0 == "") next
    lines++
    if (NF > width) width = NF
    for (c = 1; c <= NF; c++) {
        gsub(/^[ \t"]+|[ \t"]+$/, "", $c)
        cell[lines, c] = $c
    }
}

function number(text) { return text ~ /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/ }


END {
    if (lines == 0) { print "cannot train: no data"; exit 2 }
    columns = 0
    for (c = 1; c <= width; c++) {
        good = 0
        for (r = 2; r <= lines; r++) if (number(cell[r, c])) good++
        if (lines > 1 && good >= 0.9 * (lines - 1)) column[++columns] = c
    }
    if (columns < 2) { print "cannot train: " columns " numeric columns, 2 are needed"; exit 2 }
    header = 0
    for (k = 1; k <= columns; k++) if (!number(cell[1, column[k]])) header = 1
    name = header ? cell[1, column[columns]] : "column " column[columns]

    rows = 0
    for (r = 1 + header; r <= lines; r++) {
        whole = 1
        for (k = 1; k <= columns; k++) if (!number(cell[r, column[k]])) whole = 0
        if (!whole) continue
        for (k = 1; k <= columns; k++) x[rows, k] = cell[r, column[k]] + 0
        rows++
    }
    if (rows < 10) { print "cannot train: " rows " usable rows, 10 are needed"; exit 2 }

    for (k = 1; k <= columns; k++) {
        sum = 0; train = 0
        for (r = 0; r < rows; r++) if (r % 5 != 4) { sum += x[r, k]; train++ }
        mean = sum / train
        sum = 0
        for (r = 0; r < rows; r++) if (r % 5 != 4) sum += (x[r, k] - mean) * (x[r, k] - mean)
        spread = sqrt(sum / train)
        if (spread == 0) spread = 1
        for (r = 0; r < rows; r++) x[r, k] = (x[r, k] - mean) / spread
    }

    for (k = 0; k < columns; k++) weight[k] = 0
    for (epoch = 1; epoch <= EPOCHS; epoch++) {
        loss = 0
        for (k = 0; k < columns; k++) gradient[k] = 0
        for (r = 0; r < rows; r++) {
            if (r % 5 == 4) continue
            error = predicted(r) - x[r, columns]
            loss += error * error
            gradient[0] += error
            for (k = 1; k < columns; k++) gradient[k] += error * x[r, k]
        }
        loss /= train
        if (epoch == 1) first = loss
        epochs = epoch
        if (!(loss < EXPLODED)) break
        for (k = 0; k < columns; k++) weight[k] -= LEARNING_RATE * gradient[k] / train
    }

    wrong = 0; plain = 0; test = 0
    for (r = 4; r < rows; r += 5) {
        error = predicted(r) - x[r, columns]
        wrong += error * error
        plain += x[r, columns] * x[r, columns]
        test++
    }
    text = sprintf("{\n  \"target\": \"%s\",\n  \"features\": %d,\n  \"rows_train\": %d,\n  \"rows_test\": %d,\n", \
        name, columns - 1, train, test)
    text = text sprintf("  \"learning_rate\": %.6g,\n  \"epochs_run\": %d,\n", LEARNING_RATE, epochs)
    text = text sprintf("  \"train_loss_first\": %.6g,\n  \"train_loss_last\": %.6g,\n", first, loss)
    text = text sprintf("  \"test_rmse\": %.6g,\n  \"baseline_rmse\": %.6g\n}", \
        spread * sqrt(wrong / test), spread * sqrt(plain / test))
    print text > out
    close(out)
    print text
}

function predicted(r,   k, value) {
    value = weight[0]
    for (k = 1; k < columns; k++) value += weight[k] * x[r, k]
    return value
}
