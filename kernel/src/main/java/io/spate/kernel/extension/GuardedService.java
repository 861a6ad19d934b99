package io.spate.kernel.extension;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.session.SessionService;
import io.vertx.core.Future;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Stands before a plugin's service: whoever keeps it does not keep the plugin. Of the plugin's exceptions only those pass that
 * the caller brought about; the others are counted.
 */
final class GuardedService<T extends SessionService> implements InvocationHandler {
    private final Class<T> type;
    private final Registered<T> provider;

    private GuardedService(Class<T> type, Registered<T> provider) {
        this.type = type;
        this.provider = provider;
    }

    static <T extends SessionService> T of(Class<T> type, Registered<T> provider) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new GuardedService<>(type, provider)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        Answer stopped = new Answer(null, stopped());
        return provider.call(name(method), service -> answer(service, method, arguments), stopped)
                .to(method);
    }

    private Answer answer(T service, Method method, Object[] arguments) {
        try {
            return new Answer(method.invoke(service, arguments), null);
        } catch (InvocationTargetException e) {
            return new Answer(null, failure(method, e.getCause()));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("service " + type.getName() + " is not public", e);
        }
    }

    private RuntimeException failure(Method method, Throwable thrown) {
        if (thrown instanceof IllegalArgumentException || thrown instanceof SpateException) {
            return (RuntimeException) thrown;
        }
        Thrown.rethrowIfFatal(thrown);
        provider.guard().fault(name(method), Thrown.text(thrown));
        return new SpateException(
                ErrorCode.PLUGIN_FAILED, provider.owner() + " failed in " + name(method) + ": " + Thrown.text(thrown));
    }

    private SpateException stopped() {
        return new SpateException(ErrorCode.STOPPED, "plugin " + provider.owner() + " is stopped");
    }

    private String name(Method method) {
        return type.getSimpleName() + "." + method.getName();
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> type.getSimpleName() + " of " + provider.owner();
        };
    }

    /** What came of a call: a value, or else the failure. */
    private record Answer(Object value, RuntimeException failure) {
        Object to(Method method) {
            if (failure == null) {
                return value;
            }
            if (method.getReturnType() == Future.class) {
                return Future.failedFuture(failure);
            }
            throw failure;
        }
    }
}
