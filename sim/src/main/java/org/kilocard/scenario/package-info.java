/**
 * The scenario file: what a user asks for, read strictly into a cluster and a job.
 *
 * <p>{@link org.kilocard.scenario.ScenarioFile} is the way in, with the table of defaults. Reading goes in
 * three steps: overrides are applied to the document, opening the files that names stand for where a key below
 * is set; the readers turn each section into its record and refuse unknown keys; the rules then check what no
 * section can know alone. {@code HardwareRules}: the stack fits the cluster, the card the precision. {@code
 * LayoutRules}: the layout divides model and batch. {@code PipelineRules}: the schedule suits pipeline,
 * micro-batches and layers. The latter two know no document: {@link org.kilocard.scenario.JobRules} asks them of any
 * job, and a {@link org.kilocard.scenario.Violation} names the key to blame. Every complaint names its place in the
 * file, the rule and what would be right.
 */
@NullMarked
package org.kilocard.scenario;

import org.jspecify.annotations.NullMarked;
