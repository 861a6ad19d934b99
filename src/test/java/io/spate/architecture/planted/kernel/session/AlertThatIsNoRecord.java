package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import io.spate.architecture.planted.api.alert.Alert;

@Breaks("ALERTS_ARE_RECORDS")
final class AlertThatIsNoRecord implements Alert {}
