package io.spate.docs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The types that the sources declare or import, and what the sources of the declared ones say. */
final class KnownNames {
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");
    private static final Pattern IMPORTED = Pattern.compile("(?m)^import (?:static )?[\\w.]*\\.(\\w+);");
    private final Map<String, StringBuilder> declared = new HashMap<>();
    private final Set<String> imported = new HashSet<>();

    KnownNames(List<String> sources) {
        for (String source : sources) {
            DECLARED.matcher(source).results().forEach(type -> declared.computeIfAbsent(
                            type.group(1), name -> new StringBuilder())
                    .append(source));
            IMPORTED.matcher(source).results().forEach(type -> imported.add(type.group(1)));
        }
    }

    /** @param name of a type, or of a type and a member: {@code PieceRun.isComplete} */
    boolean contains(String name) {
        int dot = name.indexOf('.');
        String type = dot < 0 ? name : name.substring(0, dot);
        if (!declared.containsKey(type)) {
            return imported.contains(type) || isOfJavaLang(type);
        }
        return dot < 0
                || Pattern.compile("\\b" + name.substring(dot + 1) + "\\b")
                        .matcher(declared.get(type))
                        .find();
    }

    private static boolean isOfJavaLang(String type) {
        try {
            Class.forName("java.lang." + type);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
