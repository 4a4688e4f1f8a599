# syntax=docker/dockerfile:1
# escape=`

# The image of the team.
FROM python:3.12-slim `
  AS final
USER 1000
