package io.spate.kernel.extension;

import io.spate.api.session.SessionService;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extensions of a session by extension point: those of the kernel first, then those of plugins in the order in which they
 * started. Safe from any thread; looking up costs one volatile read.
 */
public final class Extensions {
    /** The owner of what no plugin contributed. */
    public static final String KERNEL = "kernel";

    private static final Logger log = LoggerFactory.getLogger(Extensions.class);

    private static final Set<Class<?>> MARKERS = Set.of(ExtensionPoint.class, SessionService.class);

    private final Object lock = new Object();
    private volatile Map<Class<?>, List<Registered<?>>> byPoint = Map.of();
    // Guarded by the lock. Each torrent of thousands listens to a few points: none is to be looked through for another.
    private final Map<Class<?>, Set<Listening<?>>> listeners = new HashMap<>();

    /** What is there now, in order. Immutable. */
    @SuppressWarnings("unchecked") // only extensions of the point are put there
    public <T extends ExtensionPoint> List<Registered<T>> of(Class<T> point) {
        return (List<Registered<T>>) (List<?>) byPoint.getOrDefault(point, List.of());
    }

    /** What is there now at a point whose type is not known when this is compiled. */
    public List<Registered<?>> at(Class<?> point) {
        return byPoint.getOrDefault(point, List.of());
    }

    /** The service that the first of its providers gives; see {@link SessionService}. */
    public <T extends SessionService> Optional<T> service(Class<T> type) {
        return of(type).stream().findFirst().map(provider -> GuardedService.of(type, provider));
    }

    /** The extension points of a class: its interfaces that extend {@link ExtensionPoint}, but for what only marks a kind of them. */
    public static List<Class<?>> pointsOf(Class<?> type) {
        Set<Class<?>> points = new LinkedHashSet<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            addPoints(each, points);
        }
        return List.copyOf(points);
    }

    private static void addPoints(Class<?> type, Set<Class<?>> points) {
        for (Class<?> each : type.getInterfaces()) {
            if (!MARKERS.contains(each) && ExtensionPoint.class.isAssignableFrom(each)) {
                points.add(each);
            }
            addPoints(each, points);
        }
    }

    /** Makes an extension known under each of its points. Fails with {@code IllegalArgumentException} if it has none. */
    public Registration register(Guard guard, ExtensionPoint extension) {
        List<Class<?>> points = pointsOf(extension.getClass());
        if (points.isEmpty()) {
            throw new IllegalArgumentException(extension.getClass().getName() + " implements no extension point");
        }
        Entry entry = new Entry(points, new Registered<>(guard, extension));
        synchronized (lock) {
            points.forEach(point -> put(point, with(at(point), entry.registered)));
            points.forEach(point -> interested(point).forEach(each -> each.added(entry.registered)));
        }
        return entry;
    }

    /** Tells the listener what is there already, and then what comes and goes, until the handle is closed. */
    public <T extends ExtensionPoint> Handle listen(Class<T> point, ExtensionListener<T> listener) {
        Listening<T> listening = new Listening<>(point, listener);
        synchronized (lock) {
            listeners.computeIfAbsent(point, any -> new LinkedHashSet<>()).add(listening);
            of(point).forEach(listening::added);
        }
        return () -> endListening(listening);
    }

    private void endListening(Listening<?> listening) {
        synchronized (lock) {
            listeners.computeIfPresent(listening.point, (point, all) -> {
                all.remove(listening);
                return all.isEmpty() ? null : all; // a point may be a plugin's own interface
            });
        }
    }

    private Future<Void> remove(Entry entry) {
        List<Future<Void>> unused = new ArrayList<>();
        synchronized (lock) {
            for (Class<?> point : entry.points) {
                List<Registered<?>> before = at(point);
                put(
                        point,
                        before.stream().filter(each -> each != entry.registered).toList());
                if (before.contains(entry.registered)) {
                    interested(point).forEach(each -> unused.add(each.removed(entry.registered)));
                }
            }
        }
        return Future.join(unused).mapEmpty();
    }

    private List<Listening<?>> interested(Class<?> point) {
        return List.copyOf(listeners.getOrDefault(point, Set.of()));
    }

    /** A point without extensions is not kept: it may be a plugin's own interface. */
    private void put(Class<?> point, List<Registered<?>> extensions) {
        Map<Class<?>, List<Registered<?>>> next = new LinkedHashMap<>(byPoint);
        if (extensions.isEmpty()) {
            next.remove(point);
        } else {
            next.put(point, List.copyOf(extensions));
        }
        byPoint = next;
    }

    private static List<Registered<?>> with(List<Registered<?>> before, Registered<?> added) {
        List<Registered<?>> more = new ArrayList<>(before);
        int place = more.size();
        if (added.owner().equals(KERNEL)) {
            place = (int)
                    before.stream().filter(each -> each.owner().equals(KERNEL)).count();
        }
        more.add(place, added);
        return more;
    }

    private final class Entry implements Registration {
        private final List<Class<?>> points;
        private final Registered<ExtensionPoint> registered;

        private Entry(List<Class<?>> points, Registered<ExtensionPoint> registered) {
            this.points = points;
            this.registered = registered;
        }

        @Override
        public List<Class<?>> points() {
            return points;
        }

        @Override
        public Future<Void> remove() {
            return Extensions.this.remove(this);
        }

        @Override
        public void letGo() {
            registered.letGo();
        }
    }

    /** A listener that fails is a defect of ours; it must not keep the others from the news. Equal to itself alone. */
    private static final class Listening<T> {
        private final Class<T> point;
        private final ExtensionListener<T> listener;

        private Listening(Class<T> point, ExtensionListener<T> listener) {
            this.point = point;
            this.listener = listener;
        }

        @SuppressWarnings("unchecked") // only told of extensions of its point
        private void added(Registered<?> extension) {
            try {
                listener.onAdded((Registered<T>) extension);
            } catch (RuntimeException e) {
                log.error("defect: a listener failed to take up {}", extension, e);
            }
        }

        @SuppressWarnings("unchecked") // only told of extensions of its point
        private Future<Void> removed(Registered<?> extension) {
            try {
                return listener.onRemoved((Registered<T>) extension);
            } catch (RuntimeException e) {
                log.error("defect: a listener failed to let go of {}", extension, e);
                return Future.succeededFuture();
            }
        }
    }
}
