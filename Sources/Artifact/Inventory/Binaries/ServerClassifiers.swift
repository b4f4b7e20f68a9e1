extension BinaryClassifiers {
    static let servers: [BinaryClassifier] = [
        BinaryClassifier(
            "nginx", "nginx version: nginx/", cpe: "f5:nginx", by: "F5, Inc.", confidence: 0.95),
        BinaryClassifier(
            "openresty", "nginx version: openresty/", .following, 4...4, cpe: "openresty:openresty",
            by: "OpenResty Inc.", confidence: 0.95),
        BinaryClassifier(
            "httpd", "Apache/", .following, 3...3, cpe: "apache:http_server", by: "The Apache Software Foundation",
            with: "Server version: %s"),
        BinaryClassifier(
            "haproxy", ", released 20", .preceding, 2...3, cpe: "haproxy:haproxy", by: "HAProxy Technologies",
            with: "HAProxy"),
        BinaryClassifier(
            "lighttpd", "lighttpd/", .following, 3...3, cpe: "lighttpd:lighttpd", by: "lighttpd", with: "server.modules"
        ),
        BinaryClassifier(
            "redis", "redis_version:%s", .standalone(["2.", "3.", "4.", "5.", "6.", "7.", "8."]), 3...3,
            cpe: "redis:redis", by: "Redis Ltd.", without: "valkey_version"),
        BinaryClassifier(
            "valkey", "valkey_version:%s", .standalone(["8.", "9."]), 3...3, cpe: "lfprojects:valkey",
            by: "Linux Foundation"),
        BinaryClassifier(
            "memcached", "memcached ", .following, 3...3, cpe: "memcached:memcached", by: "memcached",
            with: "STAT %s %s", confidence: 0.7),
        BinaryClassifier(
            "postgresql", " (PostgreSQL) ", .following, 1...3, cpe: "postgresql:postgresql",
            by: "PostgreSQL Global Development Group"),
        BinaryClassifier(
            "mariadb", "-MariaDB", .preceding, 3...3, cpe: "mariadb:mariadb", by: "MariaDB Foundation"),
        BinaryClassifier(
            "proftpd", "ProFTPD Version ", .following, 3...3, cpe: "proftpd:proftpd", by: "ProFTPD"),
        BinaryClassifier("squid", "squid/", cpe: "squid-cache:squid", by: "Squid", with: "mime_table"),
        BinaryClassifier(
            "varnish", "varnish-", .following, 3...3, cpe: "varnish-software:varnish_cache", by: "Varnish Software",
            tail: " revision"),
        BinaryClassifier("unbound", "unbound ", .following, 3...3, cpe: "nlnetlabs:unbound", by: "NLnet Labs"),
        BinaryClassifier("dnsmasq", "dnsmasq-", cpe: "thekelleys:dnsmasq", by: "Simon Kelley"),
        BinaryClassifier("postfix", "mail_version=", cpe: "postfix:postfix", by: "Wietse Venema"),
        BinaryClassifier(
            "exim", "Exim version %s #%s", .standalone(["4.8", "4.9"]), 2...3, cpe: "exim:exim", by: "Exim",
            confidence: 0.7),
        BinaryClassifier("dovecot", "Dovecot v", .following, 3...4, cpe: "dovecot:dovecot", by: "Open-Xchange"),
        BinaryClassifier(
            "tor", "(on Tor ", .following, 4...4, cpe: "torproject:tor", by: "The Tor Project", confidence: 0.9),
        BinaryClassifier(
            "openvpn", "OpenVPN ", .following, 3...3, cpe: "openvpn:openvpn", by: "OpenVPN Inc.",
            with: "OpenVPN CLIENT LIST"),
        BinaryClassifier("strongswan", "(strongSwan ", cpe: "strongswan:strongswan", by: "strongSwan"),
        BinaryClassifier(
            "mosquitto", "mosquitto version %s", .standalone(["1.", "2."]), 3...3, cpe: "eclipse:mosquitto",
            by: "Eclipse Foundation", confidence: 0.7),
        BinaryClassifier(
            "openldap", "$OpenLDAP: slapd ", .following, 3...3, cpe: "openldap:openldap", by: "OpenLDAP Foundation",
            confidence: 0.9),
        BinaryClassifier(
            "dropbear", "SSH-2.0-dropbear_", .following, 2...2, cpe: "dropbear_ssh_project:dropbear_ssh",
            by: "Matt Johnston", confidence: 0.9),
        BinaryClassifier(
            "openssh", "OpenSSH_", .following, 2...3, cpe: "openbsd:openssh", by: "OpenBSD Project",
            with: "ssh-ed25519-cert-v01@openssh.com"),
        BinaryClassifier(
            "envoy", "envoy.reloadable_features.", .standalone(BinaryClassifier.releases("1", 10...69)), 3...3,
            cpe: "envoyproxy:envoy", by: "Envoy Project", confidence: 0.6),
        // Files of its source, which its assertions name.
        BinaryClassifier(
            "mysql", "/mysql-", .following, 3...3, cpe: "oracle:mysql", by: "Oracle", tail: "/",
            with: "mysql_real_escape", without: "-MariaDB", confidence: 0.7),
        BinaryClassifier(
            "mongodb", "cppdefines", .standalone(["3.", "4.", "5.", "6.", "7.", "8."]), 3...3, cpe: "mongodb:mongodb",
            by: "MongoDB, Inc.", with: "db version v", confidence: 0.5),
        BinaryClassifier(
            "nsd", "NSD ", .following, 3...3, cpe: "nlnetlabs:name_server_daemon", by: "NLnet Labs", with: "nsd.conf"),
        BinaryClassifier("knot", "Knot DNS ", .following, 3...3, cpe: "nic:knot_dns", by: "CZ.NIC", confidence: 0.9),
        BinaryClassifier(
            "cups", "CUPS/", .following, 2...3, cpe: "openprinting:cups", by: "OpenPrinting", tail: " IPP/",
            confidence: 0.9),
        BinaryClassifier(
            "coturn", "Coturn-", .following, 3...4, cpe: "coturn_project:coturn", by: "coturn", confidence: 0.9),
        BinaryClassifier("h2o", "h2o version ", .following, 3...3, cpe: "dena:h2o", by: "DeNA", confidence: 0.9),
        BinaryClassifier(
            "trafficserver", "ApacheTrafficServer/", .following, 3...3, cpe: "apache:traffic_server",
            by: "The Apache Software Foundation", confidence: 0.9),
        BinaryClassifier(
            "freeradius", "FreeRADIUS Version ", .following, 3...3, cpe: "freeradius:freeradius", by: "FreeRADIUS",
            confidence: 0.9),
        BinaryClassifier(
            "frr", "FRRouting ", .following, 2...3, cpe: "frrouting:frrouting", by: "FRRouting", confidence: 0.9),
        BinaryClassifier("bird", "BIRD version ", .following, 2...3, cpe: "nic:bird", by: "CZ.NIC", confidence: 0.9),
        BinaryClassifier(
            "rsyslog", "This is rsyslog version ", .following, 3...3, cpe: "rsyslog:rsyslog", by: "Adiscon",
            confidence: 0.9),
        BinaryClassifier(
            "pgbouncer", "PgBouncer ", .following, 3...3, cpe: "pgbouncer:pgbouncer", by: "PgBouncer",
            confidence: 0.9),
        BinaryClassifier(
            "vsftpd", "vsftpd: version ", .following, 3...3, cpe: "vsftpd_project:vsftpd", by: "Chris Evans",
            confidence: 0.9),
        BinaryClassifier(
            "stunnel", "Server: stunnel/", .following, 2...2, cpe: "stunnel:stunnel", by: "Michal Trojnara",
            confidence: 0.9),
        BinaryClassifier(
            "wpa_supplicant", "wpa_supplicant v", .following, 2...2, cpe: "w1.fi:wpa_supplicant", by: "Jouni Malinen",
            confidence: 0.9),
        BinaryClassifier(
            "keepalived", "Keepalived v", .following, 3...3, cpe: "keepalived:keepalived", by: "Keepalived",
            confidence: 0.9),
    ]
}
