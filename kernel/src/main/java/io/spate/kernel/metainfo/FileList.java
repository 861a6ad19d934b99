package io.spate.kernel.metainfo;

import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.metainfo.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the files of version 1: one {@code length}, or a list of {@code files} (BEP 3). */
final class FileList {
    /** BitComet's pad files are older than the attribute. */
    private static final String BITCOMET_PADDING = "_____padding_file_";

    private final PathRules rules;
    private final FileTable table;

    FileList(PathRules rules, FileTable table) {
        this.rules = rules;
        this.table = table;
    }

    void readSingle(BencodeDictionary info) {
        BencodeString raw =
                InfoReader.rawName(info).filter(name -> !name.isEmpty()).orElseThrow(FileList::noName);
        String name = rules.name(raw).orElseThrow(FileList::noName);
        Set<FileAttribute> attributes = FileFacts.attributes(info);
        add(info, List.of(name), FileFacts.length(info, attributes), attributes);
    }

    void read(BencodeList files, String root) {
        for (BencodeValue file : files) {
            if (!(file instanceof BencodeDictionary dictionary)) {
                throw MetainfoFault.FILE_PARSE_FAILED.error("file: " + file + " (expected: a dictionary)");
            }
            Set<FileAttribute> attributes = FileFacts.attributes(dictionary);
            long length = FileFacts.length(dictionary, attributes);
            add(dictionary, path(dictionary, root, attributes, length), length, attributes);
        }
    }

    private List<String> path(BencodeDictionary file, String root, Set<FileAttribute> attributes, long length) {
        Optional<BencodeList> elements =
                file.list("path.utf-8").or(() -> file.list("path")).filter(list -> list.size() > 0);
        if (elements.isEmpty()) {
            if (attributes.contains(FileAttribute.PAD)) {
                return List.of(".pad", Long.toString(length));
            }
            throw MetainfoFault.MISSING_NAME.error("path of a file: none (expected: a list of names)");
        }
        FileFacts.checkPath(elements.get(), "path");
        List<String> path = new ArrayList<>();
        path.add(root);
        elements.get().strings().forEach(element -> path.add(rules.element(element)));
        return path;
    }

    private void add(BencodeDictionary file, List<String> path, long length, Set<FileAttribute> attributes) {
        if (path.stream().anyMatch(element -> element.contains(BITCOMET_PADDING))) {
            attributes.add(FileAttribute.PAD);
        }
        Optional<List<String>> link = FileFacts.link(file, attributes, rules);
        table.add(path, length, attributes, link, Optional.empty());
    }

    private static RuntimeException noName() {
        return MetainfoFault.MISSING_NAME.error("name of the file: nothing that can be a name");
    }
}
