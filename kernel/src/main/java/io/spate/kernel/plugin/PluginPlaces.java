package io.spate.kernel.plugin;

import io.spate.kernel.settings.PluginReference;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories that hold plugins: as jars ({@code *.jar}), or as a checkout in which each was built
 * ({@code <name>/target/classes}). A directory that is not there holds none. Of two plugins with the same id, the one of the
 * earlier directory is taken, then the one whose file name comes first.
 */
public record PluginPlaces(List<Path> directories) {
    private static final Logger log = LoggerFactory.getLogger(PluginPlaces.class);

    public PluginPlaces {
        directories = List.copyOf(directories);
    }

    /**
     * What settings there are, read without loading any class. What cannot be read is left out; the host tells of it. Blocks on
     * files.
     */
    public List<PluginReference> references() {
        Map<String, PluginReference> references = new LinkedHashMap<>();
        for (PluginSource source : sources()) {
            try {
                PluginDescription description = PluginDescription.of(source);
                references.putIfAbsent(description.id(), source.reference(description.id()));
            } catch (PluginRefusal e) {
                log.debug("no settings of {}: {}", source, e.getMessage());
            }
        }
        return List.copyOf(references.values());
    }

    /** In the order in which they are tried. */
    List<PluginSource> sources() {
        List<PluginSource> sources = new ArrayList<>();
        directories.forEach(directory -> sources.addAll(sourcesIn(directory)));
        return sources;
    }

    private static Collection<PluginSource> sourcesIn(Path directory) {
        List<PluginSource> sources = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            children.forEach(child -> PluginSource.at(child).ifPresent(sources::add));
        } catch (IOException e) {
            log.debug("no plugins in {}: {}", directory, e.toString());
        }
        sources.sort((a, b) -> a.path().compareTo(b.path()));
        return sources;
    }
}
