package io.spate.plugin.holepunch;

import io.spate.api.PeerAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our attempts to be introduced to peers that we cannot dial: each asks one relay after another, until one of them sends us a
 * connect. Pure; {@code R} is a relay.
 */
final class Rendezvous<R> {
    /** A relay that does not answer is given up. */
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
    /** The same peer is not sought again for so long. */
    private static final long PAUSE = Duration.ofMinutes(10).toNanos();

    private static final int MAX_UNDER_WAY = 20;
    private static final int MAX_REMEMBERED = 1000;

    private final Asking<R> asking;
    private final Map<PeerAddress, Attempt<R>> underWay = new LinkedHashMap<>();
    private final Map<PeerAddress, Long> tried = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerAddress, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    Rendezvous(Asking<R> asking) {
        this.asking = asking;
    }

    /** Begins an attempt, unless one was made not long ago or too many are under way. @param relays in the order to ask them */
    void begin(PeerAddress target, Collection<R> relays, long now) {
        Long last = tried.get(target);
        boolean isSoon = last != null && now - last < PAUSE;
        if (!relays.isEmpty() && !isSoon && !underWay.containsKey(target) && underWay.size() < MAX_UNDER_WAY) {
            tried.remove(target);
            tried.put(target, now);
            Attempt<R> attempt = new Attempt<>(relays);
            underWay.put(target, attempt);
            askNext(target, attempt, "nobody to ask", now);
        }
    }

    /** A relay answered that it cannot. */
    void onError(R relay, PeerAddress target, String reason, long now) {
        Attempt<R> attempt = underWay.get(target);
        if (attempt != null && attempt.asked.equals(Optional.of(relay))) {
            askNext(target, attempt, reason, now);
        }
    }

    /** A relay says that the peer dials us now. @return whether we had asked this relay */
    boolean onConnect(R relay, PeerAddress target) {
        Attempt<R> attempt = underWay.get(target);
        boolean wasAsked = attempt != null && attempt.asked.equals(Optional.of(relay));
        if (wasAsked) {
            underWay.remove(target);
        }
        return wasAsked;
    }

    /** A relay went. */
    void onGone(R relay, long now) {
        List.copyOf(underWay.entrySet()).forEach(each -> {
            each.getValue().left.remove(relay);
            onError(relay, each.getKey(), "the relay went", now);
        });
    }

    /** Gives up relays that do not answer. */
    void tick(long now) {
        for (Map.Entry<PeerAddress, Attempt<R>> each : new ArrayList<>(underWay.entrySet())) {
            if (now - each.getValue().askedNanos >= PATIENCE) {
                askNext(each.getKey(), each.getValue(), "no answer", now);
            }
        }
    }

    private void askNext(PeerAddress target, Attempt<R> attempt, String reason, long now) {
        attempt.asked = Optional.ofNullable(attempt.left.poll());
        attempt.askedNanos = now;
        if (attempt.asked.isPresent()) {
            asking.ask(attempt.asked.get(), target);
        } else {
            underWay.remove(target);
            asking.onFailed(target, reason);
        }
    }

    /** What comes of it. */
    interface Asking<R> {
        /** The relay is to be asked for the way to the target. */
        void ask(R relay, PeerAddress target);

        /** Nobody is left to ask. @param reason of the last that was asked */
        void onFailed(PeerAddress target, String reason);
    }

    private static final class Attempt<R> {
        private final Deque<R> left;
        private Optional<R> asked = Optional.empty();
        private long askedNanos;

        private Attempt(Collection<R> relays) {
            this.left = new ArrayDeque<>(relays);
        }
    }
}
