-- Where the hosts of a server's pool were, to be asked when its own address no longer answers.
CREATE TABLE server_members (
    server_id TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    PRIMARY KEY (server_id, address)
);
