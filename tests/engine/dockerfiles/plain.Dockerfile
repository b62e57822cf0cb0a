#!/usr/bin/env docker-build
# check=skip=all

# The base of everything.
arg TAG=latest
from busybox:${TAG:-latest} as Base
# A legacy pair, and others.
env GREETING   hello   "big"  world
ENV A=1 \
    # why B is what it is
    B="two $A words" C='$A' D=a\ b

LABEL org.example.one="1" "org.example.two"=two\"quoted\"
RUN mkdir -p /data && \
    # a comment in the middle

    printf '%s\n' "$GREETING" "$B" > /data/greeting && \
	echo done
RUN [ -d /data ] && echo "[brackets]" > /data/brackets
RUN ["/bin/sh", "-c", "echo \"a b\" > '/data/exec é'"]
RUN echo $((1<<2)) > /data/shift
WORKDIR /data/
WORKDIR sub/../other
SHELL ["/bin/sh", "-e", "-c"]
RUN <<-EOF
	echo tabs > tabs
	pwd > here
EOF
RUN cat <<A - 3<<'B' > both && echo "$A" >> both
first $A
A
second $A
B
RUN <<'script.sh'
#!/bin/sh
echo "$0" > name
script.sh
VOLUME ["/volume", "/c d"]
EXPOSE 80 8080-8081/UDP $A
STOPSIGNAL quit
USER 00:0
HEALTHCHECK --interval=1m30s --retries=3 CMD wget -q -O- "http://localhost:$A" || exit 1
MAINTAINER Somebody <somebody@example.com>
ONBUILD RUN   echo "later" > /later
ONBUILD COPY <<E /e
later $A
E
CMD echo "$GREETING"

FROM base AS next
ENV SHORT="${GREETING%% *}" LONG=${B#two} OTHER=${NONE:-none} FIRST=${B/words/texts} ALL=${GREETING//l/L}
COPY <<one <<"two" /files/
one $SHORT \$SHORT
one
two $SHORT
two
COPY --from=base --chmod=0640 --chown=1:2 /data/greeting /copied
ADD --chmod=u=rw,go=r <<EOF /added
added
EOF
RUN --mount=type=cache,target=/cache,sharing=locked,id=round-trip \
    --mount=type=bind,from=base,src=/data,dst=/from \
    --mount=type=tmpfs,target=/tmp,size=1m \
    --network=none \
    ls /from > /list && \
    touch /cache/x
ENTRYPOINT [ "/bin/sh" , "-c" ]
CMD
