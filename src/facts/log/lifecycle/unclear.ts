import { Hidden } from '../../hidden.ts'

/** Hidden: an index may hold anything. */
export const unclear = (name: string, file: string): Hidden =>
  new Hidden(`what the indices of the policy ${name} hold`, {
    kind: 'file',
    text: `name the indices that the policy ${name} is for in ${file}, or call it after the logs that are in them`,
  })
