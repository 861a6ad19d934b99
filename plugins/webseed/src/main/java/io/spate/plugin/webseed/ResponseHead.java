package io.spate.plugin.webseed;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an answer begins (RFC 9112).
 *
 * @param minorVersion of HTTP/1
 * @param headers names in lower case; values of the same name are joined by commas
 */
record ResponseHead(int minorVersion, int status, Map<String, String> headers) {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([0-9]) ([1-9][0-9]{2})(?: .*)?");
    private static final Pattern NAME = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    ResponseHead {
        headers = Map.copyOf(headers);
    }

    /** @param lines those between status line and empty line */
    static ResponseHead parse(String statusLine, List<String> lines) throws HttpFault {
        Matcher form = STATUS_LINE.matcher(statusLine);
        if (!form.matches()) {
            throw HttpFault.of("status line", statusLine, "HTTP/1.1 and a status");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0 || !NAME.matcher(line.substring(0, colon)).matches()) {
                throw HttpFault.of("header", line, "a name and a colon");
            }
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        return new ResponseHead(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), headers);
    }

    /** @param name in lower case */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Whether the answer itself is still to come. */
    boolean isInterim() {
        return status < 200;
    }

    /** Whether the body is cut into chunks, of which the last ends it. */
    boolean isChunked() throws HttpFault {
        Optional<String> encoding = header("transfer-encoding");
        if (encoding.filter(value -> !value.equalsIgnoreCase("chunked")).isPresent()) {
            throw HttpFault.of("Transfer-Encoding", encoding.get(), "chunked");
        }
        return encoding.isPresent();
    }

    /** Bytes of a body that is not chunked; empty if the end of the connection ends it. */
    OptionalLong length() throws HttpFault {
        if (isInterim() || status == NO_CONTENT || status == NOT_MODIFIED) {
            return OptionalLong.of(0);
        }
        String value = header("content-length").orElse("");
        List<String> said =
                Arrays.stream(value.split(",")).map(String::strip).distinct().toList();
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (said.size() != 1 || !LENGTH.matcher(said.get(0)).matches()) {
            throw HttpFault.of("Content-Length", value, "one number");
        }
        return OptionalLong.of(Long.parseLong(said.get(0)));
    }

    /** Whether the server lets another answer follow on the connection. */
    boolean keepsConnection() throws HttpFault {
        boolean isDelimited = isChunked() || length().isPresent();
        return isDelimited && (minorVersion > 0 ? !connectionSays("close") : connectionSays("keep-alive"));
    }

    private boolean connectionSays(String option) {
        return Arrays.stream(header("connection").orElse("").split(","))
                .anyMatch(each -> each.strip().equalsIgnoreCase(option));
    }
}
