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
  ['a job of Cloud Run by its name', 'gcloud run jobs execute punches-migrate --region r --wait', ['?migrate']],
  ['a job of Cloud Run whose name tells nothing', 'gcloud run jobs execute punches --wait', []],
  [
    'a job of Cloud Run that is given its command',
    'gcloud run jobs execute punches --wait --args=npx,prisma,migrate,deploy',
    ['migrate'],
  ],
  ['a job of Container Apps by its name', 'az containerapp job start -g gold --name punches-migrate', ['?migrate']],
  ['a job of Container Apps whose name tells nothing', 'az containerapp job start -n punches -g gold', []],
  [
    'a job of Container Apps that is given its command',
    'az containerapp job start -n punches --image r/p:v1.4.0 --command "npx" --args "prisma" "migrate" "deploy"',
    ['migrate'],
  ],
  [
    'a job of Container Apps that is changed',
    'az containerapp job update -n punches-migrate --image r/p:v1.4.0',
    ['deploy'],
  ],
  [
    'a task that is given its command',
    `aws ecs run-task --task-definition punches-seed --overrides '{"containerOverrides": [{"command": ["npx", "prisma", "migrate", "deploy"]}]}'`,
    ['migrate'],
  ],
])
