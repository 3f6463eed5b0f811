/** The ways past the files: what the standard's section "Manual steps" prohibits, and infrastructure made imperatively. */
export const ways = ['ssh', 'database', 'file-copy', 'configuration', 'infrastructure'] as const

export type Way = (typeof ways)[number]
