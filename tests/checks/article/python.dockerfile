FROM python:3.8-slim-buster

# update dependencies
RUN apt-get update && apt-get -y upgrade
RUN apt-get clean && rm -rf /var/lib/apt/lists/*

# mount application code
WORKDIR /app
COPY my-app my-app

# install app dependencies
RUN pip3 install -r requirements.txt

# run the application
EXPOSE 8080
CMD ["python3", "-m", "my-app:start_app()"]
