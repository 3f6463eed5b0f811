/** The files that Compose takes where none is named, in its order (compose-spec/compose-go, `DefaultFileNames`). */
export const composeFileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
