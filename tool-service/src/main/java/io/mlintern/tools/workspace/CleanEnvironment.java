package io.mlintern.tools.workspace;

import io.mlintern.protocol.CallId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a process in a workspace gets to see of our environment: an allow-list, so that no key that
/// this process holds, today or later, is among it.
public final class CleanEnvironment {
    private static final Set<String> PASSED_ON =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "SHELL",
                    "LANG",
                    "LANGUAGE",
                    "TZ",
                    "TMPDIR",
                    "XDG_CACHE_HOME",
                    "XDG_RUNTIME_DIR",
                    "LD_LIBRARY_PATH",
                    "JAVA_HOME",
                    "VIRTUAL_ENV",
                    "CONDA_PREFIX",
                    "PYENV_ROOT",
                    "CUDA_HOME",
                    "CUDA_VISIBLE_DEVICES",
                    "NVIDIA_VISIBLE_DEVICES",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy",
                    "SSL_CERT_FILE",
                    "SSL_CERT_DIR",
                    "REQUESTS_CA_BUNDLE",
                    "CURL_CA_BUNDLE");

    private CleanEnvironment() {}

    public static Map<String, String> of(Map<String, String> ours, CallId call) {
        Map<String, String> clean = new TreeMap<>();
        ours.forEach(
                (name, value) -> {
                    boolean passed = PASSED_ON.contains(name) || name.startsWith("LC_");
                    // A proxy's address may carry a password.
                    if (passed && !value.contains("@")) clean.put(name, value);
                });
        clean.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        clean.put("TERM", "dumb");
        // Otherwise a command that is stopped takes what it printed with it.
        clean.put("PYTHONUNBUFFERED", "1");
        clean.put("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
        clean.put("MLINTERN_CALL_ID", call.value());
        return clean;
    }
}
