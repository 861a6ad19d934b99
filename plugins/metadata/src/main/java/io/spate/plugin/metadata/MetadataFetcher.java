package io.spate.plugin.metadata;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Fetches the metadata of one torrent: whom to ask for which piece, what becomes of the answers, and who lied. Pure: told of
 * peers, messages and the time in nanoseconds; says what to do by {@link Supplier.Wire} and the sink of whole metadata. For
 * one thread.
 *
 * <p>Peers may disagree about the size. The one that most of them tell is tried, of two the smaller, as it is refuted sooner.
 * Pieces are spread over all peers that tell it. If the whole does not match and one peer sent all of it, that peer lied. If
 * several did, nobody knows which; from then on each try has one sender, so that the next failure has a name.
 */
final class MetadataFetcher {
    /** Hosts that lied and are remembered: far more than one torrent meets. */
    private static final int MAX_LIARS = 1000;

    private final MetadataSettings settings;
    private final RandomGenerator random;
    private final Consumer<byte[]> offers;
    private final Set<Supplier> suppliers = new LinkedHashSet<>();
    private final Set<Supplier> suspects = new HashSet<>();
    private final Set<String> liars = new HashSet<>();
    private Optional<Assembly> assembly = Optional.empty();
    private boolean isCareful;
    private boolean isOffered;

    /** @param offers gets what may be the metadata; answered by {@link #onVerdict} */
    MetadataFetcher(MetadataSettings settings, RandomGenerator random, Consumer<byte[]> offers) {
        this.settings = settings;
        this.random = random;
        this.offers = offers;
    }

    /**
     * A peer says that it speaks ut_metadata; called again when it says more.
     *
     * @param bytes of the metadata, as the peer says; 0 or less if it says nothing, as a peer that is fetching itself
     */
    void onPeer(Supplier supplier, long bytes, long now) {
        if (liars.contains(supplier.wire().host()) || bytes > settings.maxSize()) {
            return;
        }
        if (bytes > 0 && supplier.size().isEmpty()) {
            supplier.size(new MetadataSize((int) bytes));
        }
        suppliers.add(supplier);
        ask(now);
    }

    void onGone(Supplier supplier, long now) {
        suspects.remove(supplier);
        if (suppliers.remove(supplier)) {
            ask(now);
        }
    }

    void onReject(Supplier supplier, int piece, long now) {
        if (supplier.wasAsked(piece)) {
            supplier.onAnswer(piece);
            supplier.rest(now + settings.rejectDelay().toNanos());
            ask(now);
        }
    }

    /** What was not asked for, or is of no use any more, is passed over. */
    void onData(Supplier supplier, MetadataMessage.Data data, long now) {
        if (!supplier.wasAsked(data.piece())) {
            return;
        }
        supplier.onAnswer(data.piece());
        if (!agreesOnSize(supplier, data.totalSize())) {
            supplier.rest(now + settings.rejectDelay().toNanos());
        } else if (isWrong(supplier.size().orElseThrow(), data)) {
            supplier.wire().close("piece " + data.piece() + " of the metadata: " + data.bytes().length + " bytes");
        } else if (!isOffered) {
            take(supplier, data, now);
        }
        ask(now);
    }

    /** Called about once a second. */
    void onTick(long now) {
        long askedBefore = now - settings.requestTimeout().toNanos();
        for (Supplier supplier : suppliers) {
            if (supplier.giveUp(askedBefore)) {
                supplier.rest(now + settings.rejectDelay().toNanos());
            }
        }
        ask(now);
    }

    /** Whether what was offered is the metadata. */
    void onVerdict(boolean isRight, long now) {
        isOffered = false;
        if (isRight) {
            suppliers.clear();
            assembly = Optional.empty();
            return;
        }
        Set<Supplier> senders = assembly.map(Assembly::senders).orElseGet(Set::of);
        assembly = Optional.empty();
        suppliers.forEach(Supplier::forget);
        if (senders.size() == 1) {
            blame(senders.iterator().next());
        } else {
            isCareful = true;
            suspects.addAll(senders);
        }
        ask(now);
    }

    private void blame(Supplier liar) {
        if (liars.size() < MAX_LIARS) {
            liars.add(liar.wire().host());
        }
        suppliers.remove(liar);
        suspects.remove(liar);
        liar.wire().close("sent metadata that does not match the info-hash");
    }

    /** Who told no size before tells it by the first piece. */
    private boolean agreesOnSize(Supplier supplier, long totalSize) {
        if (supplier.size().isEmpty() && totalSize > 0 && totalSize <= settings.maxSize()) {
            supplier.size(new MetadataSize((int) totalSize));
        }
        return supplier.size()
                .filter(size -> totalSize == 0 || totalSize == size.bytes())
                .isPresent();
    }

    private static boolean isWrong(MetadataSize size, MetadataMessage.Data data) {
        return !size.hasPiece(data.piece()) || data.bytes().length != size.lengthOf(data.piece());
    }

    private void take(Supplier supplier, MetadataMessage.Data data, long now) {
        choose(now);
        assembly.filter(current -> current.takesFrom(supplier)).ifPresent(current -> {
            current.add(data.piece(), data.bytes(), supplier);
            if (current.isWhole()) {
                isOffered = true;
                offers.accept(current.whole());
            }
        });
    }

    private void ask(long now) {
        if (isOffered) {
            return;
        }
        choose(now);
        List<Supplier> able = able(now);
        List<Supplier> useful = able.stream()
                .filter(supplier ->
                        assembly.filter(current -> current.takesFrom(supplier)).isPresent())
                .toList();
        if (useful.isEmpty()) {
            askForSize(able, now);
        } else {
            askForPieces(useful, assembly.orElseThrow().missing(), now);
        }
    }

    /** Goes round among the peers, so that each gets one request before any gets two; those that kept us waiting come last. */
    private void askForPieces(List<Supplier> useful, BitSet missing, long now) {
        List<Supplier> order =
                useful.stream().sorted(Comparator.comparingInt(Supplier::late)).toList();
        order.forEach(supplier -> missing.andNot(supplier.awaitedPieces()));
        for (int round = 1; round <= settings.requestsPerPeer(); round++) {
            for (Supplier supplier : order) {
                int piece = missing.nextSetBit(0);
                if (piece >= 0 && supplier.awaited() < round) {
                    missing.clear(piece);
                    supplier.request(piece, now);
                }
            }
        }
    }

    /** Of those that did not say how long the metadata is: the first piece says it. */
    private static void askForSize(List<Supplier> able, long now) {
        for (Supplier supplier : able) {
            if (supplier.size().isEmpty() && supplier.awaited() == 0) {
                supplier.request(0, now);
            }
        }
    }

    /** Decides which size to try, and in careful times from whom; goes on with the current try as long as it is as good. */
    private void choose(long now) {
        List<Supplier> able =
                able(now).stream().filter(each -> each.size().isPresent()).toList();
        if (able.isEmpty()) {
            assembly = assembly.filter(current -> suppliers.stream().anyMatch(current::takesFrom));
            return;
        }
        if (isCareful) {
            if (assembly.filter(current -> able.stream().anyMatch(current::takesFrom))
                    .isEmpty()) {
                Supplier next = leastSuspect(able);
                begin(new Assembly(next.size().orElseThrow(), Optional.of(next)));
            }
            return;
        }
        MetadataSize best = mostTold(able);
        if (assembly.filter(current -> current.size().equals(best)).isEmpty()) {
            begin(new Assembly(best, Optional.empty()));
        }
    }

    private void begin(Assembly next) {
        suppliers.forEach(Supplier::forget);
        assembly = Optional.of(next);
    }

    private static MetadataSize mostTold(List<Supplier> able) {
        Map<MetadataSize, Integer> votes = new HashMap<>();
        able.forEach(supplier -> votes.merge(supplier.size().orElseThrow(), 1, Integer::sum));
        return votes.entrySet().stream()
                .max(Map.Entry.<MetadataSize, Integer>comparingByValue()
                        .thenComparing(vote -> vote.getKey().bytes(), Comparator.reverseOrder()))
                .orElseThrow()
                .getKey();
    }

    private Supplier leastSuspect(List<Supplier> able) {
        List<Supplier> innocent =
                able.stream().filter(each -> !suspects.contains(each)).toList();
        List<Supplier> from = innocent.isEmpty() ? able : innocent;
        MetadataSize likely = mostTold(from);
        List<Supplier> likeliest = from.stream()
                .filter(each -> each.size().orElseThrow().equals(likely))
                .toList();
        return likeliest.get(random.nextInt(likeliest.size()));
    }

    private List<Supplier> able(long now) {
        return suppliers.stream().filter(each -> each.mayBeAsked(now)).toList();
    }
}
