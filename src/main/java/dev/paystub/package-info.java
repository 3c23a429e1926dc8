/** A stateful sandbox for the PureGPU and Cloud Plans billing APIs. */
@NullMarked
package dev.paystub;

import org.jspecify.annotations.NullMarked;
