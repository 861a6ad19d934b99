package io.spate.plugin.webseed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What is booked of one server and has not come, in order: first what was asked for already, with padding between that nobody is
 * asked for, then the rest. Confined to the torrent's loop.
 */
final class PartQueue {
    private final Deque<Part> asked = new ArrayDeque<>();
    private final Deque<Part> unasked = new ArrayDeque<>();

    /** Requests under way. */
    private int requests;

    /** Requests to be made. */
    private int due;

    void add(List<Slice> slices) {
        for (Slice slice : slices) {
            unasked.add(new Part(slice));
            due += slice.isPadding() ? 0 : 1;
        }
    }

    boolean isEmpty() {
        return asked.isEmpty() && unasked.isEmpty();
    }

    int requests() {
        return requests;
    }

    int due() {
        return due;
    }

    /** What comes next. */
    Optional<Part> first() {
        return Optional.ofNullable(asked.isEmpty() ? unasked.peekFirst() : asked.peekFirst());
    }

    /** All of the first has come. */
    void removeFirst() {
        if (asked.isEmpty()) {
            due -= unasked.removeFirst().slice().isPadding() ? 0 : 1;
        } else {
            requests -= asked.removeFirst().slice().isPadding() ? 0 : 1;
        }
    }

    /** What is to be asked for next. */
    Optional<Slice> next() {
        return unasked.stream()
                .map(Part::slice)
                .filter(slice -> !slice.isPadding())
                .findFirst();
    }

    /** {@link #next} is asked for. */
    void onAsked() {
        Part part;
        do {
            part = unasked.removeFirst();
            asked.addLast(part);
        } while (part.slice().isPadding());
        requests++;
        due--;
    }

    /** Nothing more comes of what was asked for: it is to be asked for again, but for what has come. */
    void takeBack() {
        List<Part> again = new ArrayList<>(asked);
        for (int i = again.size() - 1; i >= 0; i--) {
            Part part = again.get(i);
            if (part.left() > 0) { // else only the end of its answer is missing
                unasked.addFirst(part.again());
                due += part.slice().isPadding() ? 0 : 1;
            }
        }
        asked.clear();
        requests = 0;
    }

    long left() {
        return asked.stream().mapToLong(Part::left).sum()
                + unasked.stream().mapToLong(Part::left).sum();
    }

    void clear() {
        asked.clear();
        unasked.clear();
        requests = 0;
        due = 0;
    }
}
