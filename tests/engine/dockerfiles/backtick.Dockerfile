# escape=`
FROM busybox:latest
ENV P=C:\dir\ Q="a`"b"
RUN echo one && `
    # a comment`
    echo "two\" > /two"
WORKDIR C:\app
LABEL a=b`
      c="d`$e"
RUN echo end\
