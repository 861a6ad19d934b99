package io.spate.kernel.session;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import org.pf4j.ExtensionPoint;

/** What an embedder adds to the kernel's own extensions, without a plugin around it. */
final class EmbedderModule extends AbstractModule {
    private final List<ExtensionPoint> extensions;

    EmbedderModule(List<ExtensionPoint> extensions) {
        this.extensions = extensions;
    }

    @Override
    protected void configure() {
        Multibinder<ExtensionPoint> more = Multibinder.newSetBinder(binder(), ExtensionPoint.class);
        extensions.forEach(extension -> more.addBinding().toInstance(extension));
    }
}
