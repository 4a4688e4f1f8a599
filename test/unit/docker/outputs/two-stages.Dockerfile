FROM busybox:base AS one
RUN echo same
FROM busybox:base AS two
RUN echo $WHO same && false
FROM one
COPY --from=two /x /x
