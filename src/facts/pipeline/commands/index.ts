export { actsOfAction, actsOfImage, actsOfUse } from './actions.ts'
export { findActs } from './find.ts'
