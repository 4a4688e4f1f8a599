FROM 123456789012.dkr.ecr.us-east-1.amazonaws.com/base/busybox:1
COPY --from=123456789012.dkr.ecr.us-east-1.amazonaws.com/base/busybox:nope /bin/busybox /b
