export { actsOfAction, actsOfImage } from './actions.ts'
export { findActs } from './find.ts'
