import { kindRows } from '../../support/kinds.ts'

kindRows('jobs that a cluster runs once', [
  [
    'a command',
    'kubectl create job strike --image=ghcr.io/acme/punches:v1.4.0 -- npx prisma migrate deploy',
    ['migrate'],
  ],
  ['one by its name', 'kubectl create job --from=cronjob/punches-migrate strike-1', ['?migrate']],
  ['one whose name tells nothing', 'kubectl create job strike --from=cronjob/punches', []],
  ['a task by its name', 'aws ecs run-task --cluster gold --task-definition punches-migrate:12', ['?migrate']],
  ['a task whose name tells nothing', 'aws ecs run-task --cluster gold --task-definition punches', []],
  [
    'a task that is given its command',
    `aws ecs run-task --task-definition punches-seed --overrides '{"containerOverrides": [{"command": ["npx", "prisma", "migrate", "deploy"]}]}'`,
    ['migrate'],
  ],
])
