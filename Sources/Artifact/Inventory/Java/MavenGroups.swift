/// The group of well-known Maven artifacts whose archives may not say it.
enum MavenGroups {
    static func group(of artifact: String) -> String? {
        if let group = exact[artifact] { return group }
        if selfNamed.contains(artifact) { return artifact }
        for (prefix, group) in prefixes where artifact.hasPrefix(prefix) { return group }
        return nil
    }

    /// Artifacts from before groups were domains.
    private static let selfNamed: Set<String> = [
        "antlr", "aopalliance", "avalon-framework", "axis", "bcel", "bsf", "cglib", "commons-attributes-api",
        "commons-beanutils", "commons-chain", "commons-cli", "commons-codec", "commons-collections",
        "commons-configuration", "commons-daemon", "commons-dbcp", "commons-dbutils", "commons-digester",
        "commons-discovery", "commons-el", "commons-email", "commons-fileupload", "commons-httpclient", "commons-io",
        "commons-jexl", "commons-jxpath", "commons-lang", "commons-launcher", "commons-logging", "commons-modeler",
        "commons-net", "commons-pool", "commons-validator", "dom4j", "ehcache", "hsqldb", "jaxen", "jdom", "jline",
        "joda-time", "jsch", "junit", "log4j", "ognl", "oro", "regexp", "velocity", "wsdl4j", "xalan", "xml-apis",
        "xmlpull", "xpp3",
    ]

    private static let exact: [String: String] = [
        "asm": "org.ow2.asm", "asm-all": "org.ow2.asm",
        "HikariCP": "com.zaxxer", "activation": "javax.activation", "animal-sniffer-annotations": "org.codehaus.mojo",
        "ant": "org.apache.ant", "ant-launcher": "org.apache.ant", "antlr-runtime": "org.antlr",
        "antlr4-runtime": "org.antlr", "aspectjrt": "org.aspectj", "aspectjweaver": "org.aspectj",
        "assertj-core": "org.assertj", "bcpkix-jdk15on": "org.bouncycastle", "bcprov-jdk15on": "org.bouncycastle",
        "bcpkix-jdk18on": "org.bouncycastle", "bcprov-jdk18on": "org.bouncycastle", "byte-buddy": "net.bytebuddy",
        "c3p0": "com.mchange", "caffeine": "com.github.ben-manes.caffeine", "checker-qual": "org.checkerframework",
        "classmate": "com.fasterxml", "commons-collections4": "org.apache.commons",
        "commons-compress": "org.apache.commons", "commons-configuration2": "org.apache.commons",
        "commons-csv": "org.apache.commons", "commons-dbcp2": "org.apache.commons",
        "commons-exec": "org.apache.commons", "commons-jexl3": "org.apache.commons",
        "commons-lang3": "org.apache.commons", "commons-math3": "org.apache.commons",
        "commons-pool2": "org.apache.commons", "commons-text": "org.apache.commons", "derby": "org.apache.derby",
        "ecj": "org.eclipse.jdt", "error_prone_annotations": "com.google.errorprone",
        "failureaccess": "com.google.guava", "freemarker": "org.freemarker", "gson": "com.google.code.gson",
        "guava": "com.google.guava", "guice": "com.google.inject", "h2": "com.h2database",
        "hamcrest": "org.hamcrest", "hamcrest-core": "org.hamcrest", "hazelcast": "com.hazelcast",
        "httpasyncclient": "org.apache.httpcomponents", "httpclient": "org.apache.httpcomponents",
        "httpclient5": "org.apache.httpcomponents.client5", "httpcore": "org.apache.httpcomponents",
        "httpcore-nio": "org.apache.httpcomponents", "httpcore5": "org.apache.httpcomponents.core5",
        "httpmime": "org.apache.httpcomponents", "icu4j": "com.ibm.icu", "j2objc-annotations": "com.google.j2objc",
        "jakarta.activation-api": "jakarta.activation", "jakarta.annotation-api": "jakarta.annotation",
        "jakarta.servlet-api": "jakarta.servlet", "jakarta.xml.bind-api": "jakarta.xml.bind",
        "jansi": "org.fusesource.jansi", "javassist": "org.javassist", "javax.annotation-api": "javax.annotation",
        "javax.inject": "javax.inject", "javax.servlet-api": "javax.servlet", "jaxb-api": "javax.xml.bind",
        "jboss-logging": "org.jboss.logging", "jcl-over-slf4j": "org.slf4j", "jcommander": "com.beust",
        "jedis": "redis.clients", "jettison": "org.codehaus.jettison", "jna": "net.java.dev.jna",
        "jna-platform": "net.java.dev.jna", "json": "org.json", "json-path": "com.jayway.jsonpath",
        "json-simple": "com.googlecode.json-simple", "json-smart": "net.minidev", "jsoup": "org.jsoup",
        "jsp-api": "javax.servlet.jsp", "jsr305": "com.google.code.findbugs", "jsr311-api": "javax.ws.rs",
        "jstl": "javax.servlet", "jul-to-slf4j": "org.slf4j", "jzlib": "com.jcraft",
        "kotlin-reflect": "org.jetbrains.kotlin", "kotlin-stdlib": "org.jetbrains.kotlin",
        "listenablefuture": "com.google.guava", "logback-access": "ch.qos.logback",
        "logback-classic": "ch.qos.logback", "logback-core": "ch.qos.logback",
        "lz4-java": "org.lz4", "mail": "javax.mail", "mariadb-java-client": "org.mariadb.jdbc",
        "mssql-jdbc": "com.microsoft.sqlserver", "mysql-connector-j": "com.mysql",
        "mysql-connector-java": "mysql", "objenesis": "org.objenesis", "ojdbc8": "com.oracle.database.jdbc",
        "okhttp": "com.squareup.okhttp3", "okio": "com.squareup.okio", "org.json": "org.json",
        "plexus-utils": "org.codehaus.plexus", "postgresql": "org.postgresql", "protobuf-java": "com.google.protobuf",
        "quartz": "org.quartz-scheduler", "reactive-streams": "org.reactivestreams",
        "scala-library": "org.scala-lang", "servlet-api": "javax.servlet", "shiro-core": "org.apache.shiro",
        "snakeyaml": "org.yaml", "snappy-java": "org.xerial.snappy",
        "spring-security-core": "org.springframework.security",
        "sqlite-jdbc": "org.xerial", "stax-api": "stax", "stax2-api": "org.codehaus.woodstox",
        "struts2-core": "org.apache.struts", "txw2": "org.glassfish.jaxb", "validation-api": "javax.validation",
        "velocity-engine-core": "org.apache.velocity", "woodstox-core": "com.fasterxml.woodstox",
        "woodstox-core-asl": "org.codehaus.woodstox", "xercesImpl": "xerces", "xml-resolver": "xml-resolver",
        "xmlbeans": "org.apache.xmlbeans", "xmlsec": "org.apache.santuario", "xstream": "com.thoughtworks.xstream",
        "xz": "org.tukaani", "zookeeper": "org.apache.zookeeper", "zstd-jni": "com.github.luben",
    ]

    /// Tried in order.
    private static let prefixes: [(prefix: String, group: String)] = [
        ("jackson-annotations", "com.fasterxml.jackson.core"), ("jackson-core-asl", "org.codehaus.jackson"),
        ("jackson-mapper-asl", "org.codehaus.jackson"), ("jackson-core", "com.fasterxml.jackson.core"),
        ("jackson-databind", "com.fasterxml.jackson.core"), ("jackson-dataformat-", "com.fasterxml.jackson.dataformat"),
        ("jackson-datatype-", "com.fasterxml.jackson.datatype"), ("jackson-module-", "com.fasterxml.jackson.module"),
        ("spring-boot", "org.springframework.boot"), ("spring-cloud-", "org.springframework.cloud"),
        ("spring-data-", "org.springframework.data"), ("spring-security-", "org.springframework.security"),
        ("spring-core", "org.springframework"), ("spring-beans", "org.springframework"),
        ("spring-context", "org.springframework"), ("spring-web", "org.springframework"),
        ("spring-aop", "org.springframework"), ("spring-tx", "org.springframework"),
        ("spring-jdbc", "org.springframework"), ("spring-jcl", "org.springframework"),
        ("spring-jms", "org.springframework"), ("spring-orm", "org.springframework"),
        ("spring-oxm", "org.springframework"), ("spring-messaging", "org.springframework"),
        ("spring-expression", "org.springframework"), ("netty-tcnative", "io.netty"), ("netty-", "io.netty"),
        ("log4j-", "org.apache.logging.log4j"), ("slf4j-", "org.slf4j"), ("jetty-", "org.eclipse.jetty"),
        ("asm-", "org.ow2.asm"), ("mongodb-", "org.mongodb"), ("guice-", "com.google.inject.extensions"),
        ("tomcat-embed-", "org.apache.tomcat.embed"), ("tomcat-", "org.apache.tomcat"),
        ("hibernate-validator", "org.hibernate.validator"), ("hibernate-", "org.hibernate"),
        ("lucene-", "org.apache.lucene"), ("poi-", "org.apache.poi"), ("pdfbox-", "org.apache.pdfbox"),
        ("kotlinx-", "org.jetbrains.kotlinx"), ("kotlin-", "org.jetbrains.kotlin"), ("grpc-", "io.grpc"),
        ("micrometer-", "io.micrometer"), ("junit-jupiter", "org.junit.jupiter"),
        ("junit-platform-", "org.junit.platform"), ("mockito-", "org.mockito"), ("groovy-", "org.codehaus.groovy"),
        ("jersey-", "org.glassfish.jersey"), ("cxf-", "org.apache.cxf"), ("camel-", "org.apache.camel"),
        ("activemq-", "org.apache.activemq"), ("hadoop-", "org.apache.hadoop"), ("kafka-clients", "org.apache.kafka"),
        ("kafka_", "org.apache.kafka"), ("spark-", "org.apache.spark"), ("maven-", "org.apache.maven"),
        ("wagon-", "org.apache.maven.wagon"), ("resilience4j-", "io.github.resilience4j"),
        ("reactor-netty", "io.projectreactor.netty"), ("reactor-core", "io.projectreactor"),
        ("opentelemetry-", "io.opentelemetry"), ("vertx-", "io.vertx"), ("undertow-", "io.undertow"),
    ]
}
