FROM busybox:base
RUN echo fine

# why
RUN echo about to fail \
  && cat /missing \
  && true
