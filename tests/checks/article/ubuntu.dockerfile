FROM ubuntu:latest

# install os dependencies
RUN apt-get update && apt-get install
RUN apt-get python3 python3-dev python3-pip
RUN apt-get clean && rm -rf /var/lib/apt/lists/*

# mount application code
WORKDIR /app
COPY my-app my-app

# install app dependencies
RUN pip3 install -r requirements.txt

# run the application
EXPOSE 8080
CMD ["python3", "-m", "my-app:start_app()"]
