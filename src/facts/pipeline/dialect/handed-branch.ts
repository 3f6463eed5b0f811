/*
 * A job that hands the name of its branch on, to a script or as the name of a file, where only branches that are called after
 * environments run it: it has one use for each of them.
 */

/** A job that serves more branches by name than this is not parted. */
export const mostBranches = 12

/** Lines that only ask for the branch: the script takes one way or another there, and both are read. */
const asks = /^.*(?:\[\[?\s|\btest\s|\bcase\s).*$/gm

/**
 * Whether scripts hand the branch on (`./deploy.sh ${CIRCLE_BRANCH}`), and do not only ask for it.
 * @param ofBranch how a dialect writes the variable that holds the branch
 */
export const handsOn = (scripts: readonly string[], ofBranch: RegExp): boolean =>
  scripts.some((script) => ofBranch.test(script.replace(asks, '')))
