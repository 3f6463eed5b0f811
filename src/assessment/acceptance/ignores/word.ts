/** The word that a comment begins with which asks to pass findings over. */
export const WORD = 'assay-ignore'
