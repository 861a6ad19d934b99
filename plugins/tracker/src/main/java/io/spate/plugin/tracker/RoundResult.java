package io.spate.plugin.tracker;

import io.spate.api.SpateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The replies of one tracker's endpoints, taken together: one that serves us is enough. */
final class RoundResult {
    private final List<AnnounceReply.Answer> answers = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    void add(AnnounceReply reply) {
        if (reply instanceof AnnounceReply.Answer answer) {
            answers.add(answer);
        } else if (reply instanceof Refusal refusal) {
            refusals.add(refusal);
        }
    }

    void add(Throwable failure) {
        failures.add(failure);
    }

    boolean isAnswered() {
        return !answers.isEmpty();
    }

    int peers() {
        return answers.stream().mapToInt(answer -> answer.peers().size()).sum();
    }

    /** The longest: the most patient wish is the tracker's. */
    Optional<Duration> interval() {
        return longest(AnnounceReply.Answer::interval);
    }

    Optional<Duration> minInterval() {
        return longest(AnnounceReply.Answer::minInterval);
    }

    Optional<Integer> complete() {
        return longest(AnnounceReply.Answer::complete);
    }

    Optional<Integer> incomplete() {
        return longest(AnnounceReply.Answer::incomplete);
    }

    Optional<String> externalAddress() {
        return answers.stream()
                .flatMap(answer -> answer.externalAddress().stream())
                .map(address -> address.getHostAddress())
                .findFirst();
    }

    /** The tracker's own words first. */
    String reason() {
        return refusals.stream()
                .map(Refusal::reason)
                .findFirst()
                .or(() -> failures.stream().map(RoundResult::reason).findFirst())
                .orElse("no address of the tracker can be used");
    }

    Retry retry() {
        return refusals.stream().map(Refusal::retry).findFirst().orElse(Retry.AFTER_BACK_OFF);
    }

    private <T extends Comparable<T>> Optional<T> longest(Function<AnnounceReply.Answer, Optional<T>> part) {
        return answers.stream().flatMap(answer -> part.apply(answer).stream()).max(Comparator.naturalOrder());
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof SpateException || message != null && !message.isBlank()
                ? Words.line(message)
                : failure.getClass().getSimpleName();
    }
}
