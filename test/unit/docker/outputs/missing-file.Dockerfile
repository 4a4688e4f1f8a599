FROM busybox:base
RUN echo fine
COPY absent /f
