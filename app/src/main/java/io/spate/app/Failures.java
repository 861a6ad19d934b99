package io.spate.app;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** Failures in one line for people. */
final class Failures {
    private Failures() {}

    /** One line, or one for each of several wrong settings. */
    static List<String> lines(Throwable failure) {
        return failure instanceof SpateException known && known.code() == ErrorCode.BAD_SETTING
                ? known.getMessage().lines().map(Printable::line).toList()
                : List.of(text(failure));
    }

    static String text(Throwable failure) {
        if (failure instanceof SpateException) {
            return Printable.line(String.valueOf(failure.getMessage()));
        }
        if (failure instanceof IOException io) {
            return Printable.line(text(io));
        }
        if (failure.getCause() instanceof IOException io) {
            return Printable.line(text(io));
        }
        return "internal error: " + Printable.line(failure.toString()) + " (--debug tells where)";
    }

    /** The JDK's file exceptions have the file's name for a message, and say the rest by their class. */
    private static String text(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof NoSuchFileException) {
            return message + ": there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return message + ": not allowed";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return message + ": is there already";
        }
        if (failure instanceof NotDirectoryException) {
            return message + ": is no folder";
        }
        return message;
    }
}
