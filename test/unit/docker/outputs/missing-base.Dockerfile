ARG TAG=2
FROM 123456789012.dkr.ecr.us-east-1.amazonaws.com/base/busybox:1 AS one
RUN echo fine

FROM 123456789012.dkr.ecr.us-east-1.amazonaws.com/base/busybox:${TAG}
COPY --from=one /bin/busybox /b
