FROM busybox:base
RUN echo fine
COPPY f /f
