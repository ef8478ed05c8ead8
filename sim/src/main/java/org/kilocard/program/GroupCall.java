package org.kilocard.program;

import org.kilocard.collective.Call;
import org.kilocard.job.Role;

/**
 * A call and whose it is.
 *
 * @param role of the groups that make it
 * @param call the call
 */
public record GroupCall(Role role, Call call) {}
