package io.spate.kernel.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pf4j.PluginDependency;

/**
 * Which plugins can be loaded together, in which order, and why the others cannot. PF4J's own resolver answers for all at
 * once: one cycle, and nothing is loaded.
 */
final class PluginResolution {
    private final Map<String, FoundPlugin> able = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final Function<String, Optional<String>> whyAbsent;
    private final Set<String> ordered = new LinkedHashSet<>();

    /**
     * @param found with different ids
     * @param whyAbsent of a plugin that is not among them: how it ends {@code needs plugin x, which ...}
     */
    PluginResolution(Collection<FoundPlugin> found, Function<String, Optional<String>> whyAbsent) {
        this.whyAbsent = whyAbsent;
        found.forEach(plugin -> able.put(plugin.id(), plugin));
        refuseUntilNothingChanges();
        for (Optional<List<String>> cycle = cycle(); cycle.isPresent(); cycle = cycle()) {
            refuseCycle(cycle.get());
            refuseUntilNothingChanges();
        }
        able.keySet().forEach(id -> order(id, new LinkedHashSet<>()));
    }

    /** Those that can be loaded; each after what it depends on. */
    List<FoundPlugin> inOrder() {
        return ordered.stream().map(able::get).toList();
    }

    /** A sentence for each that cannot be loaded. */
    Map<String, String> refused() {
        return refused;
    }

    /** Itself and all that it cannot do without, each after what it depends on. */
    List<FoundPlugin> needed(String id) {
        Set<String> needed = new HashSet<>();
        addNeeded(id, needed);
        return inOrder().stream().filter(plugin -> needed.contains(plugin.id())).toList();
    }

    private void addNeeded(String id, Set<String> needed) {
        if (needed.add(id)) {
            needs(id).forEach(each -> addNeeded(each, needed));
        }
    }

    private void refuseUntilNothingChanges() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (FoundPlugin plugin : new ArrayList<>(able.values())) {
                Optional<String> problem = problemOf(plugin);
                problem.ifPresent(sentence -> refuse(plugin.id(), sentence));
                changed |= problem.isPresent();
            }
        }
    }

    private void refuse(String id, String sentence) {
        able.remove(id);
        refused.put(id, sentence);
    }

    private Optional<String> problemOf(FoundPlugin plugin) {
        Optional<String> own = plugin.description().problem();
        if (own.isPresent()) {
            return own;
        }
        for (PluginDependency dependency : plugin.description().dependencies()) {
            Optional<String> problem = dependency.isOptional() ? Optional.empty() : problemOf(dependency);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<String> problemOf(PluginDependency dependency) {
        String id = dependency.getPluginId();
        FoundPlugin found = able.get(id);
        if (found == null) {
            return Optional.of("it needs plugin " + id + ", which "
                    + (refused.containsKey(id)
                            ? "cannot be loaded"
                            : whyAbsent.apply(id).orElse("is not there")));
        }
        try {
            String range = dependency.getPluginVersionSupport();
            String version = found.description().version();
            return PluginVersions.matches(version, range, "the version of " + id + " in its Plugin-Dependencies")
                    ? Optional.empty()
                    : Optional.of("it needs plugin " + id + " in version " + range + ", but " + version + " is there");
        } catch (PluginRefusal e) {
            return Optional.of(e.getMessage());
        }
    }

    private void refuseCycle(List<String> cycle) {
        List<String> closed = new ArrayList<>(cycle);
        closed.add(cycle.get(0));
        cycle.forEach(id -> refuse(id, "it needs itself: " + String.join(" -> ", closed)));
    }

    private Optional<List<String>> cycle() {
        Set<String> free = new HashSet<>();
        return able.keySet().stream()
                .map(id -> cycle(id, new ArrayList<>(), free))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<List<String>> cycle(String id, List<String> path, Set<String> free) {
        if (path.contains(id)) {
            return Optional.of(List.copyOf(path.subList(path.indexOf(id), path.size())));
        }
        if (free.contains(id)) {
            return Optional.empty();
        }
        path.add(id);
        for (String needed : needs(id)) {
            Optional<List<String>> cycle = cycle(needed, path, free);
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        path.remove(path.size() - 1);
        free.add(id);
        return Optional.empty();
    }

    /** An optional dependency comes first if that is possible. */
    private void order(String id, Set<String> path) {
        if (ordered.contains(id) || !path.add(id)) {
            return;
        }
        needs(id).forEach(needed -> order(needed, path));
        wishes(id).stream().filter(wished -> !needsAnyOf(wished, path)).forEach(wished -> order(wished, path));
        path.remove(id);
        ordered.add(id);
    }

    private boolean needsAnyOf(String id, Set<String> path) {
        return path.contains(id) || needs(id).stream().anyMatch(needed -> needsAnyOf(needed, path));
    }

    private List<String> needs(String id) {
        return dependencies(id, false);
    }

    private List<String> wishes(String id) {
        return dependencies(id, true).stream().filter(able::containsKey).toList();
    }

    private List<String> dependencies(String id, boolean optional) {
        return able.get(id).description().dependencies().stream()
                .filter(dependency -> dependency.isOptional() == optional)
                .map(PluginDependency::getPluginId)
                .toList();
    }
}
