/// Well-known libraries by what relocation leaves of their classes. Made by `Tools/java-libraries/make.py`
/// from Debian packages, each named with its version at the end of the library's line.
///
/// A library: group, artifact, version, package, classes, digest of their code, source. Below it a folder
/// under the package, and classes of it with their shapes; after `+` further folders.
/// A line indented by four goes on.
enum JavaLibraryTable {
    static let text: StaticString = """
        antlr antlr 2.7.7 antlr 224 ff4310f59d829c98 libantlr-java=2.7.7+dfsg-12
          . CommonASTWithHiddenTokens=7e9b8a0b CppCodeGenerator=911aa5af ExceptionHandler=6d820d1d
            GrammarAnalyzer=ce82484c RecognitionException=55898c38 StringLiteralSymbol=2bf8f25e
          collections Enumerator=84fc40a6
          debug NewLineEvent=20a53e16 NewLineListener=988b8af1 ParserListener=02d76fe7 ParserReporter=eee84e45
          preprocessor Preprocessor=a63bb635
          + ASdebug actions/cpp actions/csharp actions/java actions/python build collections/impl debug/misc
        aopalliance aopalliance - org/aopalliance 26 c2b07e9fd7f0c18f libaopalliance-java=20070526-7
          aop AspectException=b3179202
          instrument InstrumentationError=a868f9ed UndoNotSupportedException=ba7dd99f
          intercept FieldAccess=792c71da Joinpoint=bd1905c2 MethodInvocation=d9f9b41f
          reflect ClassLocator=248c5321 Code=c23cdae9 Field=2cde2b51 Member=37e7f9d1 Method=919629c4
            UnitLocator=5f173cec
        args4j args4j 2.33 org/kohsuke/args4j 74 4dd40726cf42a8c5 libargs4j-java=2.33-2
          . Argument=f0c41421 ClassParser=389f0d07 CmdLineException=3706203b IllegalAnnotationError=b7b52141
            Option=cf491cba Starter=692ae9cd
          spi ByteOptionHandler=01b0fe15 FloatOptionHandler=554aea0a RestOfArgumentsHandler=79305e5c
            ShortOptionHandler=6ac9b367 StopOptionHandler=79305e5c URLOptionHandler=79305e5c
        cglib cglib 3.3.0 net/sf/cglib 249 491eabe24be11e05 libcglib-java=3.3.0-1
          core ClassInfo=7c5d7f80 ClassNameReader=005d71da Predicate=46c199e3
          proxy BridgeMethodResolver=f4f862dd CallbackInfo=c953bf50 InvocationHandler=c76901a9
            LazyLoaderGenerator=01a401c4
          reflect FastClass=3e6bb221 FastConstructor=ed9c47c9
          transform TransformingClassLoader=30fac09d
          transform/impl AddDelegateTransformer=69b6a472 FieldProvider=43d82d31
          + beans core/internal util
        ch.qos.logback logback-access 1.2.11 ch/qos/logback/access 84 f47bbf06fe0ab8c8 liblogback-java=1:1.2.11-3
          boolex JaninoEventEvaluator=edf069f6
          filter StatisticalView=6e1d5a7c StatisticalViewImpl=1ba52c1a
          jetty RequestLogImpl=7fbc3480
          joran JoranConfigurator=3df54af2
          net SSLSocketAppender=a81e2f55
          pattern DateConverter=46d36437 NAConverter=41c6ed59 RequestCookieConverter=e96c1cdb
            ResponseContentConverter=41c6ed59 ServerNameConverter=41c6ed59
          sift SiftAction=ad4dd85f
          + . html joran/action net/server servlet spi tomcat
        ch.qos.logback logback-classic 1.2.11 ch/qos/logback/classic 154 d051837ac5bf4325 liblogback-java=1:1.2.11-3
          . AsyncAppender=c9c96351
          boolex JaninoEventEvaluator=c41fa456
          db/names DefaultDBNameResolver=4b37fa32
          jmx JMXConfigurator=f99f33cc
          joran/action JMXConfiguratorAction=84734a3c
          net/server SSLServerSocketReceiver=13d0f8ba
          pattern MessageConverter=a0d49679 ThrowableHandlingConverter=d9bb63cd
          selector ContextJNDISelector=10d0f96d
          spi LoggerContextAwareBase=bf4c1884 ThrowableProxyUtil=5d81bbe0
          turbo ReconfigureOnChangeFilter=0d8cd7cd
          + encoder filter helpers html joran jul layout log4j net pattern/color selector/servlet servlet sift
            util
        ch.qos.logback logback-core 1.2.11 ch/qos/logback/core 354 dd5038b585143db1 liblogback-java=1:1.2.11-3
          joran/event InPlayListener=2cc985a3
          joran/spi EventPlayer=094ae2e0 NoAutoStartUtil=00aeaa66
          net/server ConcurrentServerRunner=5f8201ae
          net/ssl KeyManagerFactoryFactoryBean=e1fe7ece SSLParametersConfiguration=ad8f008c
          rolling/helper ArchiveRemover=a8ca5dfb
          sift SiftingAppenderBase=baee7a13
          spi FilterReply=f0ba28a0
          status Status=11c3d6c9
          util COWArrayList=f551fcf9 DatePatternToRegexUtil=3651da2f
          + . boolex encoder filter helpers hook html joran joran/action joran/conditional joran/event/stax
            joran/node joran/util joran/util/beans layout net pattern pattern/color pattern/parser pattern/util
            property read recovery rolling subst
        com.beust jcommander 1.71 com/beust/jcommander 64 4191b303bc61024e libjcommander-java=1.71-4
          . IParameterValidator=c67601d5 JCommander=c98a21c9 Parameter=4a3295b0 Parameters=7fdb5d86
            StringKey=c052ae77 Strings=e065b191
          converters BooleanConverter=a889248f FileConverter=5520fb7e NoConverter=d3a01461
            StringConverter=d3a01461 URLConverter=c5bf4b15
          internal Console=9297b87e
          + defaultprovider validators
        com.esotericsoftware reflectasm 1.11.9 com/esotericsoftware/reflectasm 5 948e2432edb6e91b libreflectasm-java=1.11.9+dfsg-4
          . AccessClassLoader=8c0dab57 ConstructorAccess=0b7d2f5a FieldAccess=8e117140 MethodAccess=16eca675
            PublicConstructorAccess=2b62fbdf
        com.esotericsoftware.kryo kryo 2.20 com/esotericsoftware/kryo 104 29ddeb1b76c1d7e5 libkryo-java=2.20-7
          . ClassResolver=b4a3a991 KryoSerializable=bd1bd42a Registration=236cf02d
          io InputChunked=f03c8266
          serializers CollectionSerializer=eb8a6340 FieldSerializer=32cdd5bd JavaSerializer=d0085faa
            MapSerializer=44763f8c
          util IdentityMap=b7c0cdb2 IntArray=192ad5da ListReferenceResolver=a94b445e
            MapReferenceResolver=7a285683
        com.fasterxml classmate 1.3.4 com/fasterxml/classmate 37 dc33c6b589bb9e62 libclassmate-java=1.3.4-2
          . AnnotationInclusion=845bcc01 Annotations=913d8fad MemberResolver=1b09e2cb ResolvedType=9ea5a364
          members RawMethod=8d5dca84 ResolvedMember=d3ae806d
          types ResolvedArrayType=a553ad0d ResolvedInterfaceType=11801e77 ResolvedObjectType=af96669b
            ResolvedRecursiveType=c691c1a0
          util ClassStack=aefe4921 ResolvedTypeCache=fa1b9823
        com.fasterxml.jackson.core jackson-annotations 2.14.0 com/fasterxml/jackson/annotation 71 cf78effbbd26e1f7 libjackson2-annotations-java=2.14.0-1
          . JacksonAnnotation=4418c095 JsonAlias=7401f696 JsonIdentityInfo=8b0592a0 JsonMerge=fcabb67c
            JsonRawValue=af867877 JsonValue=af867877
        com.fasterxml.jackson.core jackson-core 2.14.1 com/fasterxml/jackson/core 153 618745a640d2349e libjackson2-core-java=2.14.1-2~deb12u1
          . JsonEncoding=cac6523e JsonFactoryBuilder=a57cf3d3 StreamReadCapability=78255c35
            StreamWriteCapability=2ff06ead Versioned=962a469e
          format DataFormatDetector=2bcdb057 InputAccessor=427cc507
          io BigDecimalParser=95d006a6 IOContext=67ef4a70 JsonEOFException=d8acd6d0
          io/doubleparser FastFloatMath=072b4cab
          util JsonParserSequence=e87bf51a
          + async base exc filter io/schubfach json json/async sym type
        com.fasterxml.jackson.core jackson-databind 2.14.0 com/fasterxml/jackson/databind 750 c8638d9bb0a4254a libjackson2-databind-java=2.14.0-1+deb12u1
          annotation NoClass=d9e96327
          deser ContextualKeyDeserializer=ed42e39c UnresolvedId=6d03db04
          deser/impl MethodProperty=492f9f39 UnwrappedPropertyHandler=514794c9
          deser/std UntypedObjectDeserializer=42192161
          node BaseJsonNode=7831a099 NodeCursor=a1befacf
          ser/std NonTypedScalarSerializerBase=e2b2352e NullSerializer=f79e9cfd
          type PlaceholderForType=c62bd43d
          util EnumResolver=1e3f1d5c
          + . cfg exc ext introspect jdk14 json jsonFormatVisitors jsonschema jsontype jsontype/impl module ser
            ser/impl util/internal
        com.fasterxml.jackson.dataformat jackson-dataformat-cbor 2.7.8 com/fasterxml/jackson/dataformat/cbor 10 42564dd0e3b9ccb0 libjackson2-dataformat-cbor=2.7.8-5
          . CBORConstants=991a2d75 CBORFactory=c711cc59 CBORGenerator=f8688458 CBORParser=313eea73
            CBORParserBootstrapper=8707089f CBORReadContext=cbdc64d1
        com.fasterxml.jackson.dataformat jackson-dataformat-smile 2.7.8 com/fasterxml/jackson/dataformat/smile 17 2d0d272ccc6acf02 libjackson2-dataformat-smile=2.7.8-5+deb12u1
          . SmileConstants=18a9dd98 SmileFactory=7c835111 SmileGenerator=ac153528 SmileParser=2c2aaab6
            SmileParserBootstrapper=646f3b83 SmileUtil=9e128ee8
          async NonBlockingInputFeeder=79ae0368 NonBlockingParser=58885112 NonBlockingParserImpl=d57fcb26
        com.fasterxml.jackson.dataformat jackson-dataformat-xml 2.14.0 com/fasterxml/jackson/dataformat/xml 59 aafeb2363555836d libjackson2-dataformat-xml-java=2.14.0-1
          . DefaultingXmlTypeResolverBuilder=95c0148a JacksonXmlModule=779c2f19 XmlFactoryBuilder=90fb4265
            XmlMapper=8ad88e80 XmlTypeResolverBuilder=5023af6d
          annotation JacksonXmlElementWrapper=2eeca518
          deser WrapperHandlingDeserializer=8583c43d XmlDeserializationContext=cb75f55e
          jaxb XmlJaxbAnnotationIntrospector=69740dd0
          ser ToXmlGenerator=1b60e7f6 UnwrappingXmlBeanSerializer=069fed0f
          util DefaultXmlPrettyPrinter=bc8c69e2
        com.fasterxml.jackson.dataformat jackson-dataformat-yaml 2.8.11 com/fasterxml/jackson/dataformat/yaml 13 0aeaf85bbb0f768a libjackson2-dataformat-yaml=2.8.11-4
          . JacksonYAMLParseException=573c752b UTF8Reader=99d63ade UTF8Writer=4d00c4d1 YAMLFactory=8b30ae3c
            YAMLMapper=65fbf7f0 YAMLParser=1fdd346b
          snakeyaml/error Mark=a297e25d MarkedYAMLException=d3056799 YAMLException=4dd7b38b
        com.fasterxml.jackson.datatype jackson-datatype-joda 2.12.1 com/fasterxml/jackson/datatype/joda 43 442ffe66d976a1e3 libjackson2-datatype-joda-java=2.12.1-1
          . JodaModule=2f7e749e
          cfg FormatConfig=2970766f
          deser DateMidnightDeserializer=1f77c0c2 DateTimeDeserializer=ff63f1b7 DurationDeserializer=c768d15b
            LocalDateDeserializer=eb22a3d6 LocalTimeDeserializer=55e740c0
          deser/key LocalDateKeyDeserializer=8b884f2d
          ser DateMidnightSerializer=1e5f5be8 DateTimeZoneSerializer=92f73bdc DurationSerializer=9091db59
            LocalTimeSerializer=c2e4f1ae
        com.fasterxml.jackson.jr jackson-jr-objects 2.14.0 com/fasterxml/jackson/jr/ob 52 c005406d5787b707 libjackson2-jr-java=2.14.0-1
          . JSON=9d5d1f10 JSONComposer=2e9c941b JacksonJrExtension=1048a822
          api MapBuilder=20983d39 ReaderWriterProvider=1624406c
          comp MapComposer=70ff4f59
          impl AnyReader=9b24b0f7 ArrayReader=c85f0218 BeanPropertyReader=af83c7d2 BeanWriter=76f7e655
            DeferredMap=6831ba05 JSONAsObjectCodec=e95aab15
        com.fasterxml.woodstox woodstox-core 6.2.1 com/ctc/wstx 743 8c8eeea4141a8c36 libwoodstox-java=1:6.2.1-1
          api InvalidCharHandler=23fc4e9f WstxInputProperties=ad5f77f4
          dtd DTDIdRefAttr=e94fb8e6 DTDValidator=58bcbe85
          exc WstxIOException=672bd194
          shaded/msv_core/grammar/util IDContextProviderWrapper=19b231fe
          shaded/msv_core/grammar/xmlschema XPath=2ab853bd
          shaded/msv_core/reader/trex NameClassDifferenceState=cf58331e
          shaded/msv_core/reader/xmlschema AttributeGroupState=a3b151ec
          shaded/msv_core/verifier IVerifier=224bff12
          shaded/msv_core/verifier/jarv RELAXNGFactoryImpl=1bde3efd
          sr Attribute=e2302e9f
          + cfg compat dom ent evt io msv osgi sax shaded/msv/relaxng_datatype
            shaded/msv/relaxng_datatype/helpers shaded/msv_core/driver/textui shaded/msv_core/grammar
            shaded/msv_core/grammar/dtd shaded/msv_core/grammar/relax shaded/msv_core/grammar/relaxng
            shaded/msv_core/grammar/relaxng/datatype shaded/msv_core/grammar/trex
            shaded/msv_core/grammar/trex/typed shaded/msv_core/reader shaded/msv_core/reader/datatype
            shaded/msv_core/reader/datatype/xsd shaded/msv_core/reader/dtd shaded/msv_core/reader/relax
            shaded/msv_core/reader/relax/core shaded/msv_core/reader/relax/core/checker
            shaded/msv_core/reader/trex/classic shaded/msv_core/reader/trex/ng
            shaded/msv_core/reader/trex/ng/comp shaded/msv_core/reader/trex/typed shaded/msv_core/reader/util
            shaded/msv_core/relaxns/grammar shaded/msv_core/relaxns/grammar/relax
            shaded/msv_core/relaxns/grammar/trex shaded/msv_core/relaxns/reader
            shaded/msv_core/relaxns/reader/relax shaded/msv_core/relaxns/reader/trex
            shaded/msv_core/relaxns/verifier shaded/msv_core/scanner/dtd shaded/msv_core/util
            shaded/msv_core/util/xml shaded/msv_core/verifier/identity shaded/msv_core/verifier/jaxp
            shaded/msv_core/verifier/psvi shaded/msv_core/verifier/regexp
            shaded/msv_core/verifier/regexp/xmlschema shaded/msv_core/verifier/util shaded/msv_core/writer
            shaded/msv_core/writer/relaxng stax sw util
        com.github.ben-manes.caffeine caffeine 2.6.2 com/github/benmanes/caffeine/cache 664 d2c8bef428c7fda3 libcaffeine-java=2.6.2-1.1
          . PWR=4bd4b2ef SIA=4783d4b0 SISMSA=9228311a SISMWR=bce48b22 WILSMWAW=56e4f480 WriteOrderDeque=beb2f95d
          stats CacheStats=0a1424c6 ConcurrentStatsCounter=05e8d8e1 DisabledStatsCounter=69b70986
            GuardedStatsCounter=d561a893 StatsCounter=34720877
        com.github.cliftonlabs json-simple 2.3.0 org/json/simple 29 f6c92220589b51a3 libjson-simple-java=2.3.0-1
          . DeserializationException=af5fd277 JSONAware=9649073b JSONStreamAware=237190c1 JSONValue=85927c50
            Jsonable=814a2927 Yylex=ea43c99b
          parser ContainerFactory=9f79918e ContentHandler=e785b62b JSONParser=ed618165 ParseException=9f18c049
            Yylex=ea43c99b Yytoken=96b0db4a
        com.github.luben zstd-jni 1.5.2-5 com/github/luben/zstd 26 2339928ac4e45d97 libzstd-jni-java=1.5.2-5+ds-3
          . NoPool=c212d21c RecyclingBufferPool=c212d21c ZstdCompressCtx=1564b7cd
            ZstdDirectBufferDecompressingStreamNoFinalizer=8e20b490 ZstdInputStream=f9584f57
            ZstdOutputStreamNoFinalizer=dd648015
          util Native=ae18b5f9 ZstdVersion=877b8f68
        com.github.spullara.mustache.java codegen 0.9.1 com/github/mustachejava/codegen 17 de5161eacbe01b05 libmustache-java=0.9.1-1
          . CodeCompiler=c44486ca CodegenMustacheFactory=60f1298d CodegenObjectHandler=8ffacbb6
            CompilableGuard=289c8930 CompiledCodes=24d2ad8b GuardCompiler=2f65aa56
          guards CompilableClassGuard=0f40be6e CompilableDepthGuard=f8e8c2b1 CompilableDotGuard=e8406744
            CompilableMapGuard=16151368 CompilableNullGuard=f7e400f1 CompilableWrappedGuard=822b7dfe
        com.github.spullara.mustache.java compiler 0.9.1 com/github/mustachejava 79 65023d15fd120c92 libmustache-java=0.9.1-1
          . Binding=204be805 DefaultMustacheVisitor=0d2cd8ba MustacheFactory=92dadb44 PragmaHandler=d4b27e67
            TypeCheckingHandler=3f36d907
          codes CommentCode=60266dff DefaultMustache=bd4812db ExtendCode=912d22b1 ExtendNameCode=d27638bb
          reflect Guard=fa64ac8d MissingWrapper=e1b81956 SimpleObjectHandler=c13dda9f
          + functions reflect/guards resolver util
        com.google.api-client google-api-client 1.27.1 com/google/api/client/googleapis 101 2771036c438c485d libgoogle-api-client-java=1.27.1-3
          auth/oauth2 GoogleIdToken=ffafac6e GoogleOAuthConstants=fd6fb82f GoogleRefreshTokenRequest=15f1f203
            GoogleTokenResponse=1ef0288b
          batch BatchUnparsedResponse=2969508b HttpRequestContent=97ac4c8f
          json GoogleJsonError=8ff8678a GoogleJsonErrorContainer=a299c0a3 GoogleJsonResponseException=dc080fc4
          media MediaHttpDownloader=158da83f
          services AbstractGoogleClient=39fa2f53 AbstractGoogleClientRequest=c1a0d3d6
          + . apache auth/clientlogin batch/json compute javanet notifications notifications/json services/json
            testing testing/auth/oauth2 testing/compute testing/json testing/notifications testing/services
            testing/services/json util
        com.google.auto auto-common 1.1.2 com/google/auto/common 72 bc83296f3cb3d3e6 libgoogle-auto-common-java=1.1.2-1
          . AnnotationValues=865cb5bd GeneratedAnnotationSpecs=5fb9ed13 GeneratedAnnotations=f9a1639d
            Overrides=6d398d46 SimpleAnnotationMirror=12b02752 SuperficialValidation=e388d48a
        com.google.auto.value auto-value 1.8.2 com/google/auto/value 123 c4468f9ddaf5c1c6 libgoogle-auto-value-java=1.8.2-2
          extension/memoized/processor ClassNames=e9745304
          extension/serializable/processor ClassNames=0249a015
          extension/serializable/serializer/impl SerializerFactoryImpl=8c79378e
          extension/serializable/serializer/interfaces SerializerExtension=11dac710
          extension/toprettystring/processor Annotations=d943fe01 ClassNames=67e44a9f
          processor AutoAnnotationProcessor=ebf3cf71 ClassNames=0aabd20c JavaScanner=41f1794a
            MissingTypes=2d037a56 SimpleMethod=9e3008f1 TemplateVars=3c14fd89
          + extension extension/serializable/serializer extension/serializable/serializer/runtime
        com.google.auto.value auto-value-annotations 1.8.2 com/google/auto/value 9 b5a2eef1718fa820 libgoogle-auto-value-java=1.8.2-2
          . AutoAnnotation=4418c095 AutoBuilder=ffcbed66 AutoOneOf=cf407985 AutoValue=4418c095
          extension/memoized Memoized=4418c095
          extension/serializable SerializableAutoValue=4418c095
          extension/toprettystring ToPrettyString=4418c095
        com.google.code.findbugs jsr305 - javax/annotation 35 3bc22e2657613e52 libjsr305-java=0.1~+svn49-11
          . CheckReturnValue=3037e1d0 MatchesPattern=a80f4d43 ParametersAreNullableByDefault=4418c095
            RegEx=3037e1d0 Signed=4418c095 WillClose=4418c095
          concurrent Immutable=4418c095 NotThreadSafe=4418c095
          meta Exclusive=4418c095 TypeQualifierDefault=fc74cb16 TypeQualifierNickname=4418c095
            TypeQualifierValidator=12028270
        com.google.code.gson gson 2.10 com/google/gson 212 326a12555b8fa8e6 libgoogle-gson-java=2.10-1
          . FieldAttributes=94794ce4 JsonDeserializer=e0e1505b LongSerializationPolicy=c3efb843
          internal Excluder=558eb897 GsonBuildConfig=445e11fb PreJava9DateFormatProvider=ab006720
            Primitives=1e345ca1 ReflectionAccessFilterHelper=c97036a6
          internal/bind JsonTreeWriter=6c90128f TreeTypeAdapter=02e93eb6
          internal/sql SqlDateTypeAdapter=17e46bb8 SqlTimeTypeAdapter=ea3e5d5c
          + annotations internal/bind/util internal/reflect reflect stream
        com.google.errorprone error_prone_annotations 2.18.0 com/google/errorprone/annotations 26 142e160139b644dd liberror-prone-java=2.18.0-1
          . CanIgnoreReturnValue=4418c095 CheckReturnValue=4418c095 ForOverride=4418c095 Immutable=8e5ff86f
            InlineMe=b409a4b9 NoAllocation=4418c095
          concurrent GuardedBy=1571d4d0 LazyInit=4418c095 LockMethod=7401f696 UnlockMethod=7401f696
        com.google.guava guava 31.1-jre com/google/common 2022 0b5936fea55be168 libguava-java=31.1-1
          collect AbstractNavigableMap=90571984 ForwardingObject=4ad9e2d7 ImmutableMapEntry=bf10d553
            NaturalOrdering=714c403b RegularImmutableSortedSet=d197968e
          hash HashCode=16c3d494 ImmutableSupplier=d7c61f4a
          io PatternFilenameFilter=59a361b1
          primitives Floats=07ebfea7
          util/concurrent InterruptibleTask=93000104 SettableFuture=9d248b79 ThreadFactoryBuilder=98f4811a
          + annotations base base/internal cache escape eventbus graph html math net reflect
            util/concurrent/internal xml
        com.google.http-client google-http-client 1.42.0 com/google/api/client 203 8ca800b5d43c14ba libgoogle-http-client-java=1.42.0-2
          http ExponentialBackOffPolicy=9ed69e6e HttpEncodingStreamingContent=038e1f06
            HttpUnsuccessfulResponseHandler=2f29e1fd UrlEncodedParser=0b3c076d
          http/apache HttpExtensionMethod=5c31e36b
          testing/http MockHttpTransport=d0151164
          testing/util MockBackOff=cc32bc97
          util BackOff=c2335b52 Base64=9a8a45c1 ClassInfo=02bd2ced GenericData=74ad1b12
          util/escape UnicodeEscaper=20294a77
          + http/javanet http/json json json/rpc2 json/webtoken testing/http/apache testing/http/javanet
            testing/json testing/json/webtoken util/store
        com.google.inject guice 4.2.3 com/google/inject 588 65d80aaf5bbd797f libguice-java=4.2.3-2
          . Guice=c0fdeacc
          internal CycleDetectingLock=eeeba542 FailableCache=b05ab4e9 InjectionRequestProcessor=3fe91b6d
            InjectorShell=394b6a8c InternalInjectorCreator=e9cca31f LinkedBindingImpl=417fe07a
          internal/util StackTraceElements=23e4ef19
          matcher Matchers=7322cd5a
          multibindings Multibinder=15a89f08
          spi ElementSource=8fa75a50 UntargettedBinding=5f9dd6f8
          + binder internal/asm internal/cglib/core internal/cglib/core/internal internal/cglib/proxy
            internal/cglib/reflect internal/cglib/transform name util
        com.google.inject.extensions guice-assistedinject 4.2.3 com/google/inject/assistedinject 18 8fe722c51a287024 libguice-java=4.2.3-2
          . AssistedConstructor=b7d24c8e AssistedInjectBinding=4e712e43 AssistedInjectTargetVisitor=f5ffcf79
            FactoryModuleBuilder=fb5004cf FactoryProvider2=0aa825f7 Parameter=348f30e5
        com.google.inject.extensions guice-grapher 4.2.3 com/google/inject/grapher 42 e35d538daa996a7a libguice-java=4.2.3-2
          . BindingEdge=bbcbe778 DefaultEdgeCreator=cbd5efc7 ImplementationNode=104749df NodeCreator=bf185004
            NodeId=d25b7d6b ShortNameFactory=b9b5c726
          graphviz Graphviz=100cd65f GraphvizGrapher=04f11a9e GraphvizNode=31b32190 NodeShape=4e610179
            PortIdFactory=fe1b017c PortIdFactoryImpl=414b5f5a
        com.google.inject.extensions guice-servlet 4.2.3 com/google/inject/servlet 67 6e6a684a890e1bcd libguice-java=4.2.3-2
          . LinkedServletBindingImpl=650a4d00 RequestParameters=4418c095 ScopingException=09acbbf1
            ServletModule=356def0d ServletUtils=aabdf326 SessionScoped=4418c095
        com.google.inject.extensions guice-throwingproviders 4.2.3 com/google/inject/throwingproviders 26 1ed721e15b6d8cfe libguice-java=4.2.3-2
          . CheckedProvideUtils=9d357920 CheckedProvider=963957e4 CheckedProviderMethodsModule=2caafc12
            CheckedProviderWithDependencies=4e116c88 ThrowingInject=4418c095 ThrowingProviderBinder=99826f30
        com.google.jimfs jimfs 1.1 com/google/common/jimfs 122 6ae394d1a07df253 libjimfs-java=1.1-6
          . AttributeCopyOption=f0637fcf Directory=7c70d910 HeapDisk=2a329de7 SymbolicLink=5d330a5e
            SystemJimfsFileSystemProvider=741d9da1 UnixAttributeProvider=a4963b0e
        com.google.oauth-client google-oauth-client 1.34.1 com/google/api/client/auth 56 1ff0ca225023d3c0 libgoogle-oauth-client-java=1.34.1-2
          oauth OAuthAuthorizeTemporaryTokenUrl=42410ee0 OAuthCallbackUrl=a3ee7792
            OAuthCredentialsResponse=ba2337db OAuthHmacSigner=d97349b7 OAuthParameters=3234ebe0
          oauth2 AuthorizationCodeRequestUrl=040666be AuthorizationRequestUrl=29227ed6
            BrowserClientRequestUrl=f8ddb2e4 DataStoreCredentialRefreshListener=e88aba1a
            PasswordTokenRequest=1a4e66c6 RefreshTokenRequest=a92be739
          openidconnect HttpTransportFactory=a0052789
        com.google.protobuf protobuf-java 3.21.12 com/google/protobuf 679 b5dc8b54588843ac libprotobuf-java=3.21.12-3+deb12u1
          . CanIgnoreReturnValue=100cd65f NioByteString=c1636fd1 SchemaUtil=a78825b8 SingleFieldBuilder=45e4ff4b
            SingleFieldBuilderV3=214e92ad WireFormat=01918561
          compiler PluginProtos=88b004ab
        com.googlecode.javaewah JavaEWAH 1.1.7 com/googlecode 106 81a92a5f060fc6ba libjavaewah-java=1.1.7-1
          javaewah Buffer=169e6d0f CloneableIterator=d93305eb EWAHIterator=775408d0
            IntIteratorOverIteratingRLW=e27a1253 ReverseIntIterator=df5a176a RunningLengthWord=4b584688
          javaewah/symmetric RunningBitmapMerge=22114cfd
          javaewah32 BufferedRunningLengthWord32=eba19e26 IteratingRLW32=90c19bfc RunningLengthWord32=4157db03
          javaewah32/symmetric BitmapSymmetricAlgorithm32=c223cf26 ThresholdFuncBitmap32=de79bdec
          + javaewah/datastructure
        com.ibm.icu icu4j - com/ibm/icu 1654 4d0ba48ce4f70ee0 libicu4j-java=72.1-1
          impl UnicodeRegex=29b2ea9b
          impl/data HolidayBundle_el=4892934b HolidayBundle_it_IT=4892934b
          impl/locale LocaleValidityChecker=99524869
          impl/number CustomSymbolCurrency=c36b1710
          message2 Formatter=2bf19043
          number Notation=98e5f22c
          text BidiRun=b050ab3b QuantityFormatter=3119c3a9 RuleBasedTransliterator=1f128187
          util Region=7b488547 ULocale=ddf67731
          + impl/breakiter impl/coll impl/duration impl/duration/impl impl/number/parse impl/number/range
            impl/personname impl/text impl/units lang math
        com.ibm.icu icu4j-charset - com/ibm/icu/charset 101 acf405ec60ee166c libicu4j-java=72.1-1
          . CharsetMBCS=9cb85afe CharsetProviderICU=f6993fb5 CharsetSCSU=5a033f3a CharsetUTF16BE=c1e3ffc1
            UConverterAlias=4c757f16 UTF8=f785f137
        com.ibm.icu icu4j-localespi - com/ibm/icu/impl 22 57ba0b8b403c8498 libicu4j-java=72.1-1
          icuadapter TimeZoneJDK=31ec255b
          javaspi ICULocaleServiceProvider=e43aa286
          javaspi/text BreakIteratorProviderICU=120bb6c1 DateFormatSymbolsProviderICU=95d932aa
            NumberFormatProviderICU=b246143a
          javaspi/util CurrencyNameProviderICU=cd14f1b3 LocaleNameProviderICU=e2cbd245
          jdkadapter CalendarICU=613b5c1d CollationKeyICU=11c5e5e3 DecimalFormatICU=7272d9ee
            SimpleDateFormatICU=6c125d7c TimeZoneICU=7a160845
        com.jcraft jsch - com/jcraft/jsch 167 3cb0fc0ec966737a libjsch-java=0.1.55-1
          . ChannelDirectTCPIP=aa97a3ec Compression=57021cb0 GSSContext=b9e40bde RequestShell=5a824000
            RequestWindowChange=779576aa SftpProgressMonitor=5ef7a422
          jce AES256CTR=299a85e1 SHA256=e03befe5 SHA512=e03befe5 TripleDESCTR=299a85e1
          jcraft Compression=f2ac7ac0
          jgss GSSContextKrb5=cb2d3dee
        com.jcraft jzlib 1.1.3 com/jcraft/jzlib 26 bf674c5cad224b91 libjzlib-java=1.1.3-2
          . Adler32=1e009d6e Deflate=7a73ef8b Deflater=dc742213 InfCodes=9c0f089a InfTree=60d0dc72
            ZOutputStream=83a723f9
        com.lmax disruptor 3.4.4 com/lmax/disruptor 82 9f575c300ccee283 libdisruptor-java=3.4.4-1
          . AbstractSequencer=4a13e28b EventPoller=97a2a490 ExceptionHandler=3732dad3
            InsufficientCapacityException=407b39d7 SequenceReportingEventHandler=1983d5bb WorkerPool=3b9cf7c3
          dsl BasicExecutor=934b39e5 ConsumerInfo=f94d4932 ConsumerRepository=0ecc7c14 Disruptor=2ffa3522
            ExceptionHandlerWrapper=6b7de178
          util DaemonThreadFactory=c8c35213
        com.squareup.okhttp3 okhttp 3.13.1 okhttp3 190 9da620b8d7353140 libokhttp-java=3.13.1-3
          . CertificatePinner=b85f3b9a Dns=a2a803f1 Route=f176a3b1
          internal/connection ConnectInterceptor=e8121897 ConnectionSpecSelector=eee2f130 RouteException=35b42ae4
          internal/http HttpMethod=0bfb4783 StatusLine=9ca052aa
          internal/http2 ErrorCode=81abcafa Header=e8bd5d3a Http2=bbe78bab
          internal/ws WebSocketProtocol=4d850f0b
          + internal internal/annotations internal/cache internal/cache2 internal/duplex internal/http1
            internal/io internal/platform internal/proxy internal/publicsuffix internal/tls
        com.squareup.okhttp3 okhttp-urlconnection 3.13.1 okhttp3 15 ed2139c9201b6d05 libokhttp-java=3.13.1-3
          . JavaNetAuthenticator=eaac905f JavaNetCookieJar=ab1bcea5 OkUrlFactory=6b49b648
          internal JavaNetHeaders=597060f1 URLFilter=0bef251c
          internal/huc BufferedRequestBody=2dd82a2d DelegatingHttpsURLConnection=db6a5a59
            OkHttpURLConnection=3356a22e OkHttpsURLConnection=7bb56c11 OutputStreamRequestBody=0cee0f1f
            StreamedRequestBody=0c7e13df
        com.squareup.okio okio 1.16.0 okio 44 eb56e737577c2ad7 libokio-java=1.16.0-2
          . Base64=43bb40f5 Buffer=141b2d7e GzipSink=8f9a3033 GzipSource=5d41db68 HashingSource=89831a0f
            PeekSource=3122a38f
        com.sun.activation javax.activation 1.2.0 . 42 1e7855e7883f2ad8 libactivation-java=1.2.0-2
          com/sun/activation/registries LineTokenizer=89dadf6c LogSupport=7d981601 MailcapParseException=3a1161e0
            MimeTypeEntry=93a9c551 MimeTypeFile=cdfef88f
          com/sun/activation/viewers TextEditor=f3d57cc1
          javax/activation CommandMap=a3342b78 DataSourceDataContentHandler=84d36111 FileTypeMap=8044181f
            MimeTypeParameterList=dfb5be27 MimeTypeParseException=3a1161e0 MimetypesFileTypeMap=5bf3a6fb
        com.sun.xml.fastinfoset FastInfoset 1.2.12 . 148 8b770cd3f8caf8dd libfastinfoset-java=1.2.12-3
          com/sun/xml/fastinfoset Encoder=5ac520fd Notation=b68f0e32 OctetBufferListener=8431c7c4
            QualifiedName=421f3073
          com/sun/xml/fastinfoset/algorithm LongEncodingAlgorithm=33102f05
          com/sun/xml/fastinfoset/dom DOMDocumentParser=f81b22e7
          com/sun/xml/fastinfoset/stax EventLocation=527e0bad
          com/sun/xml/fastinfoset/stax/events CharactersEvent=37a20625
          com/sun/xml/fastinfoset/tools FI_SAX_Or_XML_SAX_SAXEvent=a5c328ed FI_SAX_XML=f50f80bf
          com/sun/xml/fastinfoset/util NamespaceContextImplementation=07ae03ff StringArray=b26b63a2
          + com/sun/xml/fastinfoset/alphabet com/sun/xml/fastinfoset/org/apache/xerces/util
            com/sun/xml/fastinfoset/sax com/sun/xml/fastinfoset/stax/factory com/sun/xml/fastinfoset/stax/util
            com/sun/xml/fastinfoset/vocab org/jvnet/fastinfoset org/jvnet/fastinfoset/sax
            org/jvnet/fastinfoset/sax/helpers org/jvnet/fastinfoset/stax
        com.sun.xml.fastinfoset FastInfosetUtilities 1.2.12 com/sun/xml 29 05ac4c91ab184e12 libfastinfoset-java=1.2.12-3
          analysis/frequency FrequencyBasedLists=42ca38cd FrequencySet=7f29a26f SchemaProcessor=ea80a54a
          analysis/frequency/tools PrintFrequency=aafbc55b
          analysis/types SchemaProcessor=4d9ec0a5
          fastinfoset/streambuffer FastInfosetWriterSAXBufferProcessor=05b51552 TypedSAXBufferCreator=f19b6d2a
          fastinfoset/streambuffer/tools RoundTrip=aafbc55b
          fastinfoset/types LexicalSpaceConvertor=e6886b5d ValueInstance=3addd1e4
          fastinfoset/utilities/tools XML_SAX_TYPED_FI=836c8f79
          fastinfoset/vocab/frequency VocabularyGenerator=4e42c5f7
        com.sun.xml.stream.buffer streambuffer 1.5.4 com/sun/xml/stream/buffer 34 f17d49502dd1c98c libstreambuffer-java=1.5.4-1.1
          . AbstractCreatorProcessor=91f624e3 AbstractProcessor=a27ad04a AttributesHolder=4e187446
            XMLStreamBufferException=232ff40c XMLStreamBufferResult=63524b70 XMLStreamBufferSource=c2deefd8
          sax DefaultWithLexicalHandler=b53363a1 Features=14a06df4 Properties=ad5c3ad1 SAXBufferCreator=109e4d1c
          stax NamespaceContexHelper=5939fc23 StreamReaderBufferCreator=3b233bbc
        com.thoughtworks.paranamer paranamer 2.8 com/thoughtworks/paranamer 21 de7f8a9f2bf95db6 libparanamer-java=2.8-6
          . AdaptiveParanamer=cfdf3df9 AnnotationParanamer=3a04689e CachingParanamer=3c3a9d4f
            DefaultParanamer=393b39ab NullParanamer=ff2571ed Paranamer=2ce93db0
        com.thoughtworks.xstream xstream 1.4.20 com/thoughtworks/xstream 496 5d173211eda92136 libxstream-java=1.4.20-1+deb12u1
          converters ErrorWritingException=dc407b73
          converters/basic IntConverter=63baed24
          converters/extended NamedArrayConverter=bff2e203
          converters/time JapaneseEraConverter=2dd0e004 ThaiBuddhistDateConverter=13905e34 YearConverter=4c7998bd
          core BaseException=bbcb6c23
          core/util FastStack=f3bb554a PresortedMap=e258d5e2 Primitives=32286245
          mapper CGLIBMapper=25bc5c4a
          security TypePermission=8c28da00
          + . annotations converters/collections converters/enums converters/javabean converters/reflection io
            io/binary io/copy io/json io/naming io/path io/xml io/xml/xppdom persistence
        com.univocity univocity-parsers 2.9.1 com/univocity/parsers 273 871277374363becc libunivocity-parsers-java=2.9.1-1
          annotations BooleanString=86a8157f LowerCase=4418c095
          common ArgumentUtils=e7a85c6f DefaultParsingContext=66064cd3 ParsingContext=9d976079
          common/fields FieldSelector=c26bc913
          common/processor OutputValueSwitch=39b65408 RowProcessorSwitch=ee151378 RowWriterProcessor=c374b4f5
          common/record AbstractRecordFactory=08d0ccb2
          csv Csv=010b90a9
          fixed Lookup=d03079e4
          + annotations/helpers common/beans common/input common/input/concurrent common/iterators
            common/processor/core common/routine conversions tsv
        com.zaxxer HikariCP 2.7.9 com/zaxxer/hikari 65 fc64f0958bd6b84d libhikaricp-java=2.7.9-1
          . HikariConfigMXBean=78706093
          metrics MetricsTracker=24cf720d
          pool HikariProxyConnection=703c0a99 HikariProxyPreparedStatement=9d68fec7 ProxyConnection=d4a5ab6a
            ProxyFactory=0d0c96ef ProxyLeakTaskFactory=518cd46b ProxyStatement=09d04bfd
          util ConcurrentBag=deeb7726 DriverDataSource=4ee0b299 PropertyElf=e13f4157 UtilityElf=d049b6a5
          + metrics/dropwizard
        commons-beanutils commons-beanutils 1.9.4 org/apache/commons/beanutils 137 c1896f5f85d1c610 libcommons-beanutils-java=1.9.4-1+deb12u1
          . BasicDynaClass=9c9e3ea1 BeanPredicate=180bcbd7 ConversionException=d90356fc LazyDynaMap=c39033e2
            PropertyUtils=48ddffee PropertyUtilsBean=d625cb18
          converters BooleanArrayConverter=8e585000 CharacterArrayConverter=b5704092 FloatArrayConverter=b5704092
            LongArrayConverter=b5704092
          locale BaseLocaleConverter=4981940e
          locale/converters IntegerLocaleConverter=3c752f55
          + expression
        commons-cli commons-cli 1.5.0 org/apache/commons/cli 29 c0aea5dd14bede86 libcommons-cli-java=1.5.0-1
          . CommandLine=b777b785 CommandLineParser=34d68b2d MissingArgumentException=643b4093 Option=ff63e7c3
            OptionBuilder=5e2ccc61 UnrecognizedOptionException=0bd8016e
        commons-codec commons-codec 1.15 org/apache/commons/codec 106 44f06ff83e25a641 libcommons-codec-java=1.15-1
          . DecoderException=6bc18d31 Encoder=d6741877 Resources=eb68ceed
          binary Base16InputStream=1d854043 Base64=0fcf404a BaseNCodecOutputStream=249aab9d
          digest Crypt=cd818333
          language Caverphone=ce8da1ad Soundex=8a28e393
          language/bm NameType=b2a1ebbc PhoneticEngine=67c0867d
          net QuotedPrintableCodec=5bf88e37
          + cli
        commons-collections commons-collections 3.2.2 org/apache/commons/collections 460 7f4be07755d9a268 libcommons-collections3-java=3.2.2-2
          . FastHashMap=f05dfdac ProxyMap=826945b5 ResettableIterator=4a277120 SortedBag=9a98b271
          bag TypedBag=7b3a12b8
          bidimap AbstractBidiMapDecorator=767c354b
          buffer SynchronizedBuffer=3120959c
          collection UnmodifiableCollection=55aac707
          comparators BooleanComparator=432501f1
          iterators AbstractMapIteratorDecorator=216b508c
          map DefaultedMap=574fd22c TransformedSortedMap=d3e75b39
          + functors keyvalue list set
        commons-configuration commons-configuration 1.10 org/apache/commons/configuration 194 8e660773e16bda83 libcommons-configuration-java=1.10-6
          . Configuration=7f69707a ConfigurationComparator=2199b1dd ConversionException=a29d2dd8
            PropertiesConfigurationLayout=5b1fa513 PropertyConverter=87b86a18 SubsetConfiguration=531ac95e
          beanutils BeanDeclaration=2bedf8d4
          interpol ConfigurationInterpolator=6d5701e2
          plist SimpleCharStream=0b9ffa4b
          reloading FileChangedReloadingStrategy=254f7377
          tree ConfigurationNodeVisitor=26af3800
          web AppletConfiguration=729efa49
          + event resolver tree/xpath
        commons-daemon commons-daemon 1.0.15 org/apache/commons/daemon 14 6142e0f5ce278f36 libcommons-daemon-java=1.0.15-10
          . Daemon=d670c150 DaemonContext=a1514a3e DaemonController=afef6ef3 DaemonInitException=1f42fc51
            DaemonPermission=8d0b2186 DaemonUserSignal=1cd9dcd5
          support DaemonConfiguration=bf902109 DaemonLoader=182e67ba DaemonWrapper=b2286912
        commons-dbcp commons-dbcp 1.4 org/apache/commons/dbcp 59 96d70277d8a306f3 libcommons-dbcp-java=1.4-8
          . DelegatingDatabaseMetaData=b962b4ee DelegatingPreparedStatement=a4aebbc9 DelegatingStatement=73135e87
            DriverConnectionFactory=8ab1053b DriverManagerConnectionFactory=d28ecb35 PoolingDriver=353ff423
          datasources InstanceKeyObjectFactory=2c1f759e PoolKey=31aa6348 SharedPoolDataSource=77aca11a
            SharedPoolDataSourceFactory=250cd428
          managed BasicManagedDataSource=d8753511 XAConnectionFactory=87ce58c0
          + cpdsadapter
        commons-digester commons-digester 1.8.1 org/apache/commons/digester 100 ff36349bf5074e10 libcommons-digester-java=1.8.1-5
          . CallParamRule=06dc1c29 Digester=723d5357 SetRootRule=1461194e SetTopRule=1461194e
            StackAction=62196dd6
          plugins PluginConfigurationException=12ed6e0c PluginException=fef60b92
          plugins/strategies LoaderFromClass=c700bdf6
          substitution VariableSubstitutor=7062ef2c
          xmlrules CircularIncludeException=a944d6d9 DigesterRuleParser=e2cbb660 DigesterRulesSource=49ebdbc4
          + parser
        commons-fileupload commons-fileupload 1.4 org/apache/commons/fileupload 50 2bff0a7680f84979 libcommons-fileupload-java=1.4-2
          . FileCountLimitExceededException=f8f2956b FileItemIterator=31a00c9e FileItemStream=7927febe
            FileUploadBase=cf63436a FileUploadException=6c6d1ef0 MultipartStream=8e2b7379
          portlet PortletRequestContext=c164b91f
          servlet FileCleanerCleanup=99d05310 ServletRequestContext=4547d050
          util FileItemHeadersImpl=9711f459
          util/mime Base64Decoder=bfe5f519 ParseException=0bc06a97
          + disk
        commons-httpclient commons-httpclient 3.1 org/apache/commons/httpclient 167 2e3277485d7a2d37 libcommons-httpclient-java=3.1-16
          . ConnectMethod=b6ff7ee3 Header=95cd8678 HeaderElement=47a499e7 HttpHost=311c83ba HttpMethod=f06843b9
            ProxyHost=4f4d4c08
          auth BasicScheme=6a8c5584 NTLMScheme=ef37bfbe
          methods/multipart PartBase=f7abbb82
          protocol ReflectionSocketFactory=51258a08 SSLProtocolSocketFactory=4c95e680
          util HttpURLConnection=f78ef68e
          + cookie methods params
        commons-io commons-io 2.11.0 org/apache/commons/io 201 aa188e5663fb92c8 libcommons-io-java=2.11.0-2
          . FileCleaner=b3c926e7
          filefilter AgeFileFilter=4ee5e2e1 HiddenFileFilter=5039bd18
          input BufferedFileChannelInputStream=ae749a73 CircularInputStream=8be9d8fe
            ObservableInputStream=d37a0c4a ReaderInputStream=bcc0becd UnsynchronizedByteArrayInputStream=9fd39115
          output ClosedWriter=7af84f57 FilterCollectionWriter=f634df17
          serialization RegexpClassNameMatcher=1fc43f46 ValidatingObjectInputStream=e3f33aa9
          + comparator file file/spi function input/buffer monitor
        commons-jxpath commons-jxpath 1.3 org/apache/commons/jxpath 180 a6fccf4c2ca7c9f3 libcommons-jxpath-java=1.3-10
          . JXPathBasicBeanInfo=263f2c6f
          functions ConstructorFunction=2c6498bd
          ri/compiler CoreOperationNotEqual=23a793dd CoreOperationOr=063309a9 CoreOperationSubtract=42bd1237
          ri/model/beans PropertyOwnerPointer=414704c3
          ri/model/container ContainerPointerFactory=f4135f1b
          ri/model/dom DOMNamespaceIterator=ea75bd05 NamespacePointer=52872e2e
          ri/model/dynabeans DynaBeanPropertyPointer=fc3a1ca8
          ri/parser SimpleCharStream=1073acb0
          servlet JXPathServletContexts=ce0eea36
          + ri ri/axes ri/model ri/model/dynamic ri/model/jdom util xml
        commons-lang commons-lang 2.6 org/apache/commons/lang 129 6561dbb80f2cedf2 libcommons-lang-java=2.6-10+deb12u1
          . BooleanUtils=8bdd3fdb CharUtils=1593c02b IncompleteArgumentException=27c13713
          enums Enum=637d558f
          exception Nestable=a4a32a88
          math FloatRange=82c979c8
          mutable Mutable=5f937b23 MutableByte=88d6d95b MutableObject=24b3c1a6
          text CompositeFormat=c7c3db04
          time DateFormatUtils=52558634 StopWatch=6775570a
          + builder reflect
        commons-logging commons-logging 1.2 org/apache/commons/logging 28 9f2d90b3db9180c8 libcommons-logging-java=1.2-3
          . Log=6cd3d7b4 LogConfigurationException=c0292f36 LogFactory=38e2b349 LogSource=8a62a19d
          impl AvalonLogger=f301811b Jdk14Logger=36ead281 Log4JLogger=c9f8dd75 LogFactoryImpl=21bd4e19
            LogKitLogger=91c91009 NoOpLog=8fe4b244
        commons-logging commons-logging-adapters 1.2 org/apache/commons/logging/impl 9 21aab996a9f4db72 libcommons-logging-java=1.2-3
          . AvalonLogger=f301811b Jdk14Logger=36ead281 Log4JLogger=c9f8dd75 LogKitLogger=91c91009
            NoOpLog=8fe4b244 ServletContextCleaner=03aeffe4
        commons-net commons-net 3.9.0 org/apache/commons/net 177 ea88f1faf2df2385 libcommons-net-java=3.9.0-1
          . ProtocolCommandListener=deedab86
          bsd RLoginClient=a08a479c
          ftp FTP=d4ed59d4 FTPFileFilters=33cd5575 FTPSCommand=f25f8ae7 FTPSServerSocketFactory=2d06f555
          ftp/parser FTPTimestampParserImpl=a5626ade
          telnet TelnetInputStream=ca037c05 WindowSizeOptionHandler=f4f1011f
          tftp TFTPPacket=4d2ac3ca TFTPRequestPacket=6c0075d2
          util Base64=73245628
          + chargen daytime discard echo finger imap io nntp ntp pop3 smtp time whois
        commons-pool commons-pool 1.6 org/apache/commons/pool 55 8129a93fdd9bd27a libcommons-pool-java=1.6-4
          . BaseKeyedObjectPool=225e35a8 BaseObjectPool=ce52e150 BasePoolableObjectFactory=42952afb
            KeyedObjectPool=a66b9f68 KeyedPoolableObjectFactory=7bc9bfd1 ObjectPool=75bd58f0
          impl GenericKeyedObjectPool=270987c8 GenericKeyedObjectPoolFactory=70128c13 GenericObjectPool=59c9f52f
            StackKeyedObjectPool=e27d73dd StackKeyedObjectPoolFactory=56c9830c StackObjectPool=c2a1cacf
        commons-validator commons-validator 1.7 org/apache/commons/validator 80 0a969278abb9d793 libcommons-validator-java=1:1.7-1
          . CreditCardValidator=4f8dc190 EmailValidator=7b68b456 Field=34cee36b FormSetFactory=98658c9d
            Var=bb447451
          routines BigDecimalValidator=b74472f9 BigIntegerValidator=d2c90051 ByteValidator=b60f52f6
            CreditCardValidator=ae28660e InetAddressValidator=128f37fe ShortValidator=395e2765
          routines/checkdigit VerhoeffCheckDigit=c3582ad8
          + util
        io.dropwizard.metrics metrics-annotation 3.2.6 com/codahale/metrics/annotation 7 26765eb628e0dc6a libdropwizard-metrics-java=3.2.6-1
          . CachedGauge=9d9e57e4 Counted=54e40d55 ExceptionMetered=74703aec Gauge=8d9ebd41 Metric=8d9ebd41
            Timed=8d9ebd41
        io.dropwizard.metrics metrics-core 3.2.6 com/codahale/metrics 127 3b72076ddb24431c libdropwizard-metrics-java=3.2.6-1
          . ChunkedAssociativeLongArray=d2283ba8 CsvReporter=4d5f75ed InstrumentedThreadFactory=65f90322
            ScheduledReporter=11e4d3ff ThreadLocalRandom=da6dbe22 ThreadLocalRandomProxy=863b67fa
        io.dropwizard.metrics metrics-graphite 3.2.6 com/codahale/metrics/graphite 9 84a6580b16814694 libdropwizard-metrics-java=3.2.6-1
          . Graphite=f195be6c GraphiteReporter=2286509c GraphiteSanitize=6c0f255b GraphiteSender=d673b730
            GraphiteUDP=e5ba602a PickledGraphite=67ca321d
        io.dropwizard.metrics metrics-healthchecks 3.2.6 com/codahale/metrics/health 14 d7f7f4aeddf6d3f1 libdropwizard-metrics-java=3.2.6-1
          . AsyncHealthCheckDecorator=db67ffe1 HealthCheck=c8e5d520 HealthCheckRegistry=a47e0ea2
            HealthCheckRegistryListener=fecd6604 SharedHealthCheckRegistries=1e380c57
          annotation Async=40f2359c
          jvm ThreadDeadlockHealthCheck=f1a6c18a
        io.dropwizard.metrics metrics-httpclient 3.2.6 com/codahale/metrics/httpclient 12 8d26889668ef4dfc libdropwizard-metrics-java=3.2.6-1
          . HttpClientMetricNameStrategies=acf6742a HttpClientMetricNameStrategy=bd27b2d0
            InstrumentedHttpClientConnectionManager=ddd6ff04 InstrumentedHttpClients=3f03df2e
            InstrumentedHttpRequestExecutor=a6afa400
        io.dropwizard.metrics metrics-jvm 3.2.6 com/codahale/metrics/jvm 39 3db5b385ad41c901 libdropwizard-metrics-java=3.2.6-1
          . CachedThreadStatesGaugeSet=fc10326c FileDescriptorRatioGauge=396e7bb2 MemoryUsageGaugeSet=103b3d40
            ThreadDeadlockDetector=74a1a4a4 ThreadDump=44c559cb ThreadStatesGaugeSet=ac35e641
        io.netty netty-buffer 4.1.48.Final io/netty/buffer 117 31797005f3271345 libnetty-java=1:4.1.48-7+deb12u2
          . ByteBufHolder=e18cb6a3 DefaultByteBufHolder=daa26db7 EmptyByteBuf=bef46ae6
            PoolChunkListMetric=1e5c3cb9 UnpooledUnsafeDirectByteBuf=decda5e8
            WrappedUnpooledUnsafeDirectByteBuf=7c2d7645
        io.netty netty-codec 4.1.48.Final io/netty/handler/codec 173 25a105672ecdbcf6 libnetty-java=1:4.1.48-7+deb12u2
          . CorruptedFrameException=8aa10955 DecoderResultProvider=e2fbd090 DelimiterBasedFrameDecoder=fae24b36
            MessageAggregationException=78e1bae3
          base64 Base64=6372e1dc Base64Dialect=63204deb
          bytes ByteArrayDecoder=7116432a
          compression LzfDecoder=648bd54f ZlibEncoder=23f48f98
          serialization CompactObjectOutputStream=3180c296 ObjectDecoder=d1a45fc7
            ObjectEncoderOutputStream=89d97b3d
          + json protobuf string xml
        io.netty netty-codec-dns 4.1.48.Final io/netty/handler/codec/dns 40 3977ba090071d647 libnetty-java=1:4.1.48-7+deb12u2
          . DefaultDnsRawRecord=497b5837 DefaultDnsResponse=ed008003 DnsMessage=0d2fe0aa DnsPtrRecord=9a286440
            DnsQueryEncoder=c45ac5dd DnsResponseCode=260a5573
        io.netty netty-codec-haproxy 4.1.48.Final io/netty/handler/codec/haproxy 16 da58d6c136510314 libnetty-java=1:4.1.48-7+deb12u2
          . HAProxyCommand=46cf1db5 HAProxyConstants=3de2fbaa HAProxyMessage=fcdc32d2
            HAProxyMessageDecoder=2baaadf3 HAProxyProtocolException=8aa10955 HAProxyTLV=1c6abb78
        io.netty netty-codec-http 4.1.48.Final io/netty/handler/codec 373 3b36390c32336153 libnetty-java=1:4.1.48-7+deb12u2
          http DefaultFullHttpResponse=0f2cd48e HttpContentCompressor=784b269a ReadOnlyHttpHeaders=e08d7e62
          http/multipart Attribute=e73b1468
          http/websocketx WebSocket00FrameDecoder=afbd7e12 WebSocket07FrameEncoder=d8112e2e
            WebSocketScheme=a9aa2182
          http/websocketx/extensions WebSocketExtensionEncoder=b50bcee5
          rtsp RtspDecoder=b0cf80c5
          spdy DefaultSpdyRstStreamFrame=0e299e01 SpdyHeaderBlockRawDecoder=52e622ce SpdyRstStreamFrame=bd06042e
          + http/cookie http/cors http/websocketx/extensions/compression
        io.netty netty-codec-http2 4.1.48.Final io/netty/handler/codec/http2 267 5989843dcccc4804 libnetty-java=1:4.1.48-7+deb12u2
          . CharSequenceMap=07568998 DefaultHttp2ConnectionDecoder=f4d62bc8 DefaultHttp2FrameWriter=9989ca8e
            HpackDecoder=16101206 Http2HeadersFrame=31a1a3f8 Http2MaxRstFrameDecoder=047f5aa8
        io.netty netty-codec-memcache 4.1.48.Final io/netty/handler/codec/memcache 38 2eb890ad131722bb libnetty-java=1:4.1.48-7+deb12u2
          . AbstractMemcacheObject=532dccf6 AbstractMemcacheObjectDecoder=90bb0e7d
            AbstractMemcacheObjectEncoder=33d3da1c DefaultLastMemcacheContent=8159da58
            DefaultMemcacheContent=e1d16479 LastMemcacheContent=313097b2
          binary AbstractBinaryMemcacheDecoder=660e19b0 AbstractBinaryMemcacheMessage=ce1616f3
            BinaryMemcacheRequestEncoder=60233da2 BinaryMemcacheServerCodec=7a7d719b
            DefaultBinaryMemcacheResponse=9f9a422b DefaultFullBinaryMemcacheRequest=ba0addbb
        io.netty netty-codec-mqtt 4.1.48.Final io/netty/handler/codec/mqtt 41 e29f5252d75f2f93 libnetty-java=1:4.1.48-7+deb12u2
          . MqttDecoder=4e6f5465 MqttSubAckPayload=b82feeb3 MqttSubscribePayload=d98fa9ea
            MqttTopicSubscription=83c8a8ce MqttUnacceptableProtocolVersionException=6cb9ffbf
            MqttUnsubscribePayload=28216f15
        io.netty netty-codec-redis 4.1.48.Final io/netty/handler/codec/redis 33 c390fb08c63f7a8a libnetty-java=1:4.1.48-7+deb12u2
          . AbstractStringRedisMessage=212fa612 ArrayRedisMessage=5fb76de5 BulkStringRedisContent=2f7c2688
            DefaultBulkStringRedisContent=58c421c1 ErrorRedisMessage=dcbafefc RedisCodecUtil=2bff3962
        io.netty netty-codec-smtp 4.1.48.Final io/netty/handler/codec/smtp 14 87ef02f068962ada libnetty-java=1:4.1.48-7+deb12u2
          . DefaultSmtpContent=458f7a53 DefaultSmtpResponse=dd9fe396 SmtpRequest=cd2369cb
            SmtpRequestEncoder=1b2b87bf SmtpResponse=cca907ed SmtpResponseDecoder=dd8fb215
        io.netty netty-codec-socks 4.1.48.Final io/netty/handler/codec 107 fdee6483a79dc269 libnetty-java=1:4.1.48-7+deb12u2
          socks SocksAuthRequestDecoder=fe0e228d SocksAuthStatus=4310b30a SocksMessageEncoder=430edce5
            SocksRequestType=f5036b15 SocksSubnegotiationVersion=ff73a3e4 UnknownSocksResponse=7066c620
          socksx SocksVersion=733c0820
          socksx/v4 DefaultSocks4CommandRequest=15900263 Socks4CommandResponse=ae7c4539 Socks4Message=27796be7
          socksx/v5 Socks5CommandResponse=9230db7a Socks5PasswordAuthRequest=c15a392b
        io.netty netty-codec-stomp 4.1.48.Final io/netty/handler/codec/stomp 21 89cd25be40754013 libnetty-java=1:4.1.48-7+deb12u2
          . DefaultStompContentSubframe=c23e5e61 DefaultStompFrame=1aa1413a DefaultStompHeaders=377af616
            StompContentSubframe=c914652c StompSubframeAggregator=2519aea6 StompSubframeEncoder=b31f49ff
        io.netty netty-common 4.1.48.Final io/netty/util 452 9a632544afa1afcd libnetty-java=1:4.1.48-7+deb12u2
          . Attribute=15ffd315 Mapping=0152d8e4 Recycler=11cb0a7f ResourceLeakHint=a5dd4cce
          concurrent DefaultEventExecutorGroup=3cc175a7 GenericFutureListener=bf805fbe
            SingleThreadEventExecutor=99dbaf39
          internal AppendableCharSequence=a7037762 PromiseNotificationUtil=4290da78 ThreadLocalRandom=4581eb61
          internal/shaded/org/jctools/queues BaseLinkedQueueConsumerNodeRef=08f3da1d
          internal/svm CleanerJava6Substitution=b7439e6b
          + collection internal/logging internal/shaded/org/jctools/queues/atomic
            internal/shaded/org/jctools/util
        io.netty netty-handler 4.1.48.Final io/netty/handler 260 5f242ae2bcc9ea2f libnetty-java=1:4.1.48-7+deb12u2
          ipfilter RuleBasedIpFilter=1653ae3f
          logging ByteBufFormat=19bbaf12 LoggingHandler=349b2bca
          ssl ApplicationProtocolConfig=55168ca9 OpenSslServerSessionContext=0bbf0a19 OpenSslSession=72c09967
            OpenSslSessionContext=1890cbea SslProvider=c8314c3b TrustManagerFactoryWrapper=630d1933
          ssl/util ThreadLocalInsecureRandom=c9b29f5c
          timeout WriteTimeoutException=8da88e6d
          traffic TrafficCounter=87e1fab1
          + address flow flush ssl/ocsp stream
        io.netty netty-handler-proxy 4.1.48.Final io/netty/handler/proxy 12 05080a8c35af8115 libnetty-java=1:4.1.48-7+deb12u2
          . HttpProxyHandler=c6dff706 ProxyConnectException=267ee4c1 ProxyConnectionEvent=4d17c3ae
            ProxyHandler=07cece39 Socks4ProxyHandler=d1b4b849 Socks5ProxyHandler=2a4a239a
        io.netty netty-resolver 4.1.48.Final io/netty/resolver 26 3ff0621f681b3d8c libnetty-java=1:4.1.48-7+deb12u2
          . AddressResolver=697aac7f DefaultAddressResolverGroup=50bb875d HostsFileEntries=9f946884
            NameResolver=48b880c4 ResolvedAddressTypes=7998fb37 RoundRobinInetAddressResolver=c70eda78
        io.netty netty-resolver-dns 4.1.48.Final io/netty/resolver/dns 97 64b1131cebc08e80 libnetty-java=1:4.1.48-7+deb12u2
          . AuthoritativeDnsServerCacheAdapter=6fad9259 DnsResolveContext=d4137463
            MultiDnsServerAddressStreamProvider=cc874a09 NoopDnsQueryLifecycleObserver=451eabef
            RoundRobinDnsAddressResolverGroup=2dac3c7b UniSequentialDnsServerAddressStreamProvider=184dd12b
        io.netty netty-transport 4.1.48.Final io/netty/channel 336 0678a2967988a031 libnetty-java=1:4.1.48-7+deb12u2
          . ChannelHandlerContext=90b9db5e ChannelMetadata=5bea8623 ChannelPipelineException=242b449b
            ChannelProgressivePromise=600a3428 DefaultEventLoop=4f537894 EventLoop=ecb3ad94
          local LocalServerChannel=7439967d
          nio AbstractNioByteChannel=b1dd66ab
          pool SimpleChannelPool=55b3c97b
          socket DefaultDatagramChannelConfig=b89eaf6b InternetProtocolFamily=337fec80
          socket/oio DefaultOioSocketChannelConfig=423dbaa7
          + embedded group internal oio socket/nio
        io.netty netty-transport-native-epoll 4.1.48.Final io/netty/channel/epoll 59 c576daff2424c405 libnetty-java=1:4.1.48-7+deb12u2
          . AbstractEpollServerChannel=8b2d234b AbstractEpollStreamChannel=1810f037
            EpollDatagramChannelConfig=4f828033 EpollDomainSocketChannelConfig=2574018d
            EpollServerSocketChannelConfig=05d86c76 LinuxSocket=294c5057
        io.netty netty-transport-native-kqueue 4.1.48.Final io/netty/channel/kqueue 45 3c410743529b9b50 libnetty-java=1:4.1.48-7+deb12u2
          . AbstractKQueueStreamChannel=a0f4042c BsdSocket=26816b98 KQueueChannelConfig=28309a89
            KQueueDatagramChannelConfig=9e02787b KQueueRecvByteAllocatorHandle=136d883b
            KQueueServerChannelConfig=1a2dc214
        io.netty netty-transport-native-unix-common 4.1.48.Final io/netty/channel/unix 23 5525d520b4de62e1 libnetty-java=1:4.1.48-7+deb12u2
          . Buffer=f84f2ed0 DomainSocketChannel=c99399cd DomainSocketReadMode=78be1c57 Errors=04a7fda2
            LimitsStaticallyReferencedJniMethods=55593365 UnixChannelUtil=e5cd43e8
        io.netty netty-transport-sctp 4.1.48.Final io/netty 29 0b56997595a97919 libnetty-java=1:4.1.48-7+deb12u2
          channel/sctp DefaultSctpChannelConfig=9d6baa1b SctpChannelConfig=d1331bde SctpMessage=4b70e79b
            SctpNotificationHandler=ebf87e25 SctpServerChannel=bc3aac0b SctpServerChannelConfig=98b7c84c
          channel/sctp/nio NioSctpChannel=25ed1cc5
          channel/sctp/oio OioSctpChannel=89fdd728 OioSctpServerChannel=346259bb
          handler/codec/sctp SctpInboundByteStreamHandler=052d865e SctpMessageCompletionHandler=ea6821b5
            SctpOutboundByteStreamHandler=441ad51c
        io.reactivex.rxjava3 rxjava 3.1.5 io/reactivex/rxjava3 1756 310ea662b60685f5 librx-java=3.1.5-1
          internal/jdk8 SingleFromCompletionStage=19e9f396
          internal/operators/flowable FlowableConcatArray=3eb2ed2c FlowableDistinct=4fbacd86
            FlowableTakeWhile=a0f1cba7
          internal/operators/maybe MaybeFromRunnable=372c87d3 MaybeOnErrorComplete=911a3c90
          internal/operators/mixed FlowableConcatMapSinglePublisher=066b3e53
          internal/operators/observable ObservableFlatMapMaybe=e56f9cc8
          internal/operators/parallel ParallelFlatMapIterable=9d68b9f1
          internal/schedulers NonBlockingThread=d4fa5f80 SchedulerMultiWorkerSupport=df4f4358
          internal/util EndConsumerHelper=55b23f80
          + annotations core disposables exceptions flowables functions internal/disposables internal/functions
            internal/fuseable internal/observers internal/operators/completable internal/operators/single
            internal/queue internal/subscribers internal/subscriptions observables observers operators parallel
            plugins processors schedulers subjects subscribers
        it.unimi.dsi fastutil 8.5.11 it/unimi/dsi/fastutil 12784 d213f9790b54f4aa libfastutil-java=8.5.11+dfsg-1
          booleans Boolean2FloatFunction=8690f430 BooleanFloatImmutablePair=79fd7f6f
          chars Char2ReferenceRBTreeMap=ed5af75f CharLongImmutablePair=3cf87dd6
          doubles AbstractDouble2ByteMap=b43bf51b Double2FloatOpenHashMap=11bbcd68
          floats Float2ObjectAVLTreeMap=d2726140
          ints AbstractInt2ObjectMap=94e3ad9e IntIndirectPriorityQueue=970d7e49
          objects ObjectCharImmutablePair=3c9bba6c
          shorts Short2ObjectFunction=56441e63 ShortBidirectionalIterable=47f57c8f
          + . bytes io longs
        jakarta-regexp jakarta-regexp 1.5 org/apache/regexp 17 5fff073921ffac17 libregexp-java=1.5-4
          . CharacterIterator=f526711a REDemo=99a79db9 REProgram=8cfc940d RETest=4d47e1d9
            StreamCharacterIterator=dbbee65b recompile=aafbc55b
        jakarta.json jakarta.json-api 2.1.1 jakarta/json 36 7843c83de41dd53b libjsonp2-java=2.1.1-2
          . EmptyArray=0ded12b8 EmptyObject=9bca73fb JsonConfig=712ca7b1 JsonObjectBuilder=80e3d06f
            JsonPatchBuilder=8f7d7a6c JsonValue=edf67db5
          stream JsonCollectors=5ccc2080 JsonGenerator=11f1073b JsonGeneratorFactory=22d5c104
            JsonLocation=fe4bb633 JsonParser=30602dd3 JsonParsingException=e4ce2b40
          + spi
        jakarta.servlet jakarta.servlet-api 5.0.0 jakarta/servlet 85 e0e3ac74a790cd47 libjakarta-servlet-api-java=5.0.0-2
          . DispatcherType=19503317 HttpConstraintElement=8c036a98 Registration=8a03005c ServletContext=cce9b567
            ServletContextAttributeListener=4148dfbe UnavailableException=92b729fd
          annotation WebListener=1571d4d0 WebServlet=2c16ed3e
          descriptor JspConfigDescriptor=4842a520
          http HttpSessionActivationListener=6799ef00 HttpSessionAttributeListener=02d37cba
            HttpSessionListener=fba68d31
        javax.enterprise cdi-api 1.2 javax/enterprise 96 bb936734b9ea4cca libcdi-api-java=1.2-3
          context Conversation=0def84ba ConversationScoped=4418c095 SessionScoped=4418c095
          event Observes=72956ae8
          inject InjectionException=592bb44a Intercepted=4418c095 TransientReference=4418c095
          inject/spi AnnotatedMethod=5b1321e7 BeanManager=072a9db3 ProcessObserverMethod=4b6e2c5e
            ProcessProducerField=cf23d6c2 ProducerFactory=0e9c4115
          + context/spi util
        javax.inject javax.inject 1 javax/inject 6 a23ce2787e2a02b0 libatinject-jsr330-api-java=1.0+ds1-5
          . Inject=4418c095 Named=1571d4d0 Provider=963957e4 Qualifier=4418c095 Scope=4418c095 Singleton=4418c095
        javax.json javax.json-api 1.1.2 javax/json 34 ff141473b99a4f18 libjsonp-java=1.1.2-3
          . EmptyArray=0ded12b8 EmptyObject=9bca73fb JsonObjectBuilder=80e3d06f JsonPatchBuilder=8f7d7a6c
            JsonValue=edf67db5 JsonWriter=5fac31c8
          stream JsonCollectors=5ccc2080 JsonGenerator=11f1073b JsonGeneratorFactory=22d5c104
            JsonLocation=fe4bb633 JsonParser=fb6915f1 JsonParsingException=e4ce2b40
          + spi
        jline jline 1.0 jline 41 0822e421eb7f5d9d libjline-java=1.0-3
          . ArgumentCompletor=b427a55c ConsoleReader=7aa884a0 ConsoleReaderInputStream=bbb1f1cd
            JLineTestCase=d0f56593 UnixTerminal=ae5dea7a UnsupportedTerminal=1f916536
        jline jline 2.14.6 jline 74 9b53fe5c3a8d0333 libjline2-java=2.14.6-5
          . UnixTerminal=f940979c
          console ConsoleKeys=5f104fe0 ConsoleReader=ad7a1358
          console/completer AnsiStringsCompleter=4b64c60b FileNameCompleter=d74f0ad2
          console/history FileHistory=d38871df PersistentHistory=a8bd287c
          internal Ansi=3c90a3bf Configuration=2914ba1a InfoCmp=86f1d869 InputStreamReader=ead04d50
            NonBlockingInputStream=ca1302ec
          + console/internal
        joda-time joda-time 2.10.14 org/joda/time 247 30f1a0fbc2a3e496 libjoda-time-java=2.10.14-1
          . DateTimeComparator=a0ec764e LocalDateTime=b11ed6f9 ReadWritableDateTime=bd455d04
            ReadableInterval=645170a6 YearMonthDay=b57d31e0
          base AbstractDuration=8a2b41af
          convert ConverterSet=efc5a72f
          field AbstractPartialFieldProperty=69465c2b
          format DateTimePrinter=3fabd003 FormatUtils=165fe0c7 ISOPeriodFormat=766dc895
          tz NameProvider=e1ff2c10
          + chrono
        log4j log4j 1.2.17 org/apache/log4j 316 551ccb05af56ed20 liblog4j1.2-java=1.2.17-11
          . AsyncAppender=c5b12f14 LogSF=d3e2fcc2 MDC=9d40dea9
          helpers FileWatchdog=c161c39e FormattingInfo=b9af88ed
          lf5/util LogMonitorAdapter=40b8c5f7 StreamUtils=2ad9d82b
          lf5/viewer LF5SwingUtils=9153efc8
          lf5/viewer/categoryexplorer CategoryNode=63b870cf
          pattern FormattingInfo=c7731efc FullLocationPatternConverter=b5e8516b
          varia Roller=ef40e14d
          + chainsaw config jdbc jmx lf5 lf5/viewer/configure net nt or or/sax rewrite spi xml
        net.bytebuddy byte-buddy 1.12.21 net/bytebuddy 2652 35706cf40bc98531 libbyte-buddy-java=1.12.21-1
          asm ModifierAdjustment=e801fab4 TypeReferenceAdjustment=1e5fe03d
          description/field FieldList=05836b72
          dynamic/scaffold TypeValidation=eaac1ce8
          implementation MethodDelegation=c5120dea
          implementation/bind/annotation Argument=dc83c713
          implementation/bytecode/assign/primitive VoidAwareAssigner=a01c8a9d
          jar/asm Attribute=421a6e4b
          matcher CollectionElementMatcher=b02cbd9a MethodParametersMatcher=e166cfcf
            MethodReturnTypeMatcher=e166cfcf
          utility/nullability AlwaysNull=4418c095
          + . agent/builder build description description/annotation description/enumeration description/method
            description/modifier description/type dynamic dynamic/loading dynamic/scaffold/inline
            dynamic/scaffold/subclass implementation/attribute implementation/auxiliary implementation/bind
            implementation/bytecode implementation/bytecode/assign implementation/bytecode/assign/reference
            implementation/bytecode/collection implementation/bytecode/constant implementation/bytecode/member
            jar/asm/commons jar/asm/signature pool utility utility/dispatcher utility/privilege utility/visitor
        net.bytebuddy byte-buddy-agent 1.12.21 net/bytebuddy/agent 67 89d1212cd0b2d9f0 libbyte-buddy-java=1.12.21-1
          . Attacher=26f456c3 ByteBuddyAgent=6f432d4a Installer=7077eb45 VirtualMachine=adff8cbc
          utility/nullability AlwaysNull=4418c095 MaybeNull=4418c095 NeverNull=4418c095 UnknownNull=4418c095
        net.bytebuddy byte-buddy-maven-plugin 1.12.21 net/bytebuddy/build/maven 26 16c04f7c7a70c978 libbyte-buddy-java=1.12.21-1
          . ByteBuddyMojo=2420b838 CoordinateConfiguration=fff02d48 Discovery=95c2cba2 Initialization=cc8d47e4
            PluginArgument=7e68f8ea Transformation=978762c4
        net.java.dev.jna jna 5.13.0 com/sun/jna 125 80d2c5417243130c libjna-java=5.13.0-2
          . CallbackParameterContext=14eee5a6 FromNativeConverter=113b430b NativeMappedConverter=52feec73
            StringArray=b8c61555 SymbolProvider=c9362891 Union=990dddb9
          internal Cleaner=caa150ac
          ptr NativeLongByReference=ba7f142b PointerByReference=85306089 ShortByReference=797f9046
          win32 StdCallLibrary=951372e1 W32APIFunctionMapper=91b3682c
        net.java.dev.jna jna-platform 5.13.0 com/sun/jna/platform 1282 b1ae82052d9f472d libjna-platform-java=5.13.0-2
          . KeyboardUtils=6646e110
          linux LibC=48d24dd6
          mac IOReturnException=40ed8943
          unix LibC=dd343a90 LibCUtil=a5bb454f
          win32 BaseTSD=d4fa5f80 GDI32Util=76862df6 LMErr=04fa4fba LMShare=276b499c
          win32/COM COMUtils=d782a152
          win32/COM/tlb/imp TlbAbstractMethod=87cce62d TlbPropertyGet=2bae4916
          + dnd unix/aix unix/solaris win32/COM/tlb win32/COM/util win32/COM/util/annotation wince
        net.jcip jcip-annotations - net/jcip/annotations 4 c7eee30fce3ac2e3 libjcip-annotations-java=20060626-6
          . GuardedBy=1571d4d0 Immutable=4418c095 NotThreadSafe=4418c095 ThreadSafe=4418c095
        net.sf.trove4j trove4j 2.1.0 gnu/trove 629 7783aefa2093fdba libtrove-java=2.1.0-3
          . TByteFloatIterator=f9402cc3 TFloatByteHashMap=e6027912 TObjectIntIterator=961332f4
            TObjectIntProcedure=a266967c TShortDoubleHashMap=b93298ae TShortLongIterator=d6ac3661
          decorator TByteFloatHashMapDecorator=9e9c14df TDoubleByteHashMapDecorator=9c06bea5
            TFloatFloatHashMapDecorator=c440e514 TFloatLongHashMapDecorator=3280f548
            TLongByteHashMapDecorator=d1f5a580 TObjectShortHashMapDecorator=cd1f16e9
        net.sf.trove4j trove4j 3.0.3 gnu/trove 1595 0cdda81a0700657e libtrove3-java=3.0.3-5
          impl/hash TCharByteHash=310c7f5f
          impl/sync TSynchronizedByteSet=7ef293f0 TSynchronizedCharShortMap=571e1320
          impl/unmodifiable TUnmodifiableLongCollection=5a5214d2
          iterator TObjectIntIterator=d9fdbad6 TShortCharIterator=0000fa10 TShortLongIterator=cf103084
          list/linked TCharLinkedList=8502d994
          map TMap=fe1826c6
          map/hash TObjectCharHashMap=2881f60e
          procedure TDoubleCharProcedure=844f7f84
          stack/array TLongArrayStack=52c90ce5
          + . decorator function impl iterator/hash list list/array map/custom_hash procedure/array queue set
            set/hash stack strategy
        net.sourceforge.nekohtml nekohtml 1.9.22.noko2 org/cyberneko/html 54 ed4893f4459818d4 libnekohtml-java=1.9.22.noko2-0.1
          . HTMLConfiguration=fabeb533 HTMLElements=b6651bf4 HTMLErrorReporter=58a660a5 LostText=5fa36577
            ObjectFactory=5348e073 SecuritySupport12=f09ea9eb
          filters DefaultFilter=3e0aa1c6 Identity=7cfa5488 Purifier=68e915c5
          parsers DOMParser=f1eb897d
          xercesbridge XercesBridge=2dddd02e XercesBridge_2_2=708d0709
        ognl ognl 2.7.3 . 281 a8713fb2f20b8722 libognl-java=2.7.3-7
          ognl ASTAssign=97156613 ASTMap=5c7e398f IteratorElementsAccessor=3c804207 JavaCharStream=cae2b99f
            NullHandler=032486ad OgnlException=399ca96b
          org/ognl/test ArrayElementsTest=e805e7fd InheritedMethodsTest=c2d2cff1 NumericConversionTest=6f93c85f
            PropertySetterTest=0c4afb14
          org/ognl/test/objects Bean3=1667eaf7 SubclassSyntheticObject=bdf713ab
          + ognl/enhance ognl/internal org/ognl/test/accessors org/ognl/test/enhance org/ognl/test/util
        org.abego.treelayout org.abego.treelayout.core 1.0.3 org/abego/treelayout 19 27cd6fefee31c221 libtreelayout-java=1.0.3-2
          . Configuration=7848d867 NodeExtentProvider=d9630e84 TreeForTreeLayout=e88b10d6 TreeLayout=d87ada74
          internal/util Contract=46986521
          internal/util/java/lang/string StringUtil=9d31be3b
          internal/util/java/util IteratorUtil=8db6eac0 ListUtil=275aa560
          util AbstractTreeForTreeLayout=3305cf23 DefaultConfiguration=ddaa942b DefaultTreeForTreeLayout=44b1b8cd
            FixedNodeExtentProvider=79503b0d
          + internal/util/java/lang
        org.antlr antlr-runtime 3.5.3 org/antlr/runtime 117 d3c0486eb5dcc1f8 libantlr3-runtime-java=3.5.3-1
          . ANTLRStringStream=ac6d7d2d CharStream=090efde3 EarlyExitException=2fd362da
            MismatchedTreeNodeException=352af1bc RecognitionException=46f2cf7c
          debug ParseTreeBuilder=710beeae RemoteDebugEventSocketListener=96107767
          tree BaseTreeAdaptor=ce2567da RewriteRuleSubtreeStream=68fd1acb TreeNodeStream=09d751fe
            TreeParser=e889e391 TreeRuleReturnScope=bfe8116d
          + misc
        org.antlr antlr4-runtime 4.7.2 org/antlr/v4/runtime 220 543253b5051066a9 libantlr4-runtime-java=4.7.2-5
          . CharStream=87bf6ac9 CodePointCharStream=eb1838fb RecognitionException=034b5a18
          atn ATNDeserializationOptions=b313c1b5 LexerAction=61d10ca3 LexerActionExecutor=c652df2b
            LoopEndState=eeb372ad ParseInfo=e0a80c67 PrecedencePredicateTransition=da72d5c3
          misc FlexibleHashMap=a6866539
          tree/pattern TagChunk=e775ad7e
          tree/xpath XPath=e0eec7cd
          + dfa tree
        org.apache.bcel bcel 6.5.0 org/apache/bcel 444 04a26e1f7c1c526f libbcel-java=6.5.0-2
          classfile ConstantCP=5d63786d MethodParameter=da880c6f RuntimeInvisibleAnnotations=c99bcd8d
          generic FREM=0cc2eff8 IALOAD=a486fdfb JSR_W=d382cc3d LASTORE=64214004 TypedInstruction=65ad94aa
          util Class2HTML=92cd6500 ClassSet=8a7297a5
          verifier NativeVerifier=9efdb69a VerifierAppFrame=1548077c
          + . verifier/exc verifier/statics verifier/structurals
        org.apache.commons commons-collections4 4.2 org/apache/commons/collections4 521 e2c2eec996d1e938 libcommons-collections4-java=4.2-1
          . ResettableIterator=4a277120 SortedBag=9a98b271
          bidimap AbstractBidiMapDecorator=51b80d7c
          collection UnmodifiableCollection=69cae633
          comparators BooleanComparator=cadf175d
          iterators AbstractMapIteratorDecorator=305f1cb9 PushbackIterator=9d1db467
          list NodeCachingLinkedList=8e45cd31
          map DefaultedMap=dd149899 TransformedSortedMap=4df97d1b
          set PredicatedNavigableSet=cf85f940
          trie AbstractBitwiseTrie=a3a01679
          + bag functors keyvalue multimap multiset properties queue sequence splitmap trie/analyzer
        org.apache.commons commons-compress 1.22 org/apache/commons/compress 332 ab205093335427fa libcommons-compress-java=1.22-1
          archivers/arj ArjArchiveInputStream=719ed567
          archivers/jar JarArchiveOutputStream=35eb6a0e
          archivers/sevenz Archive=4cc624b3 CLI=aafbc55b SevenZArchiveEntry=4649db10
          archivers/zip BinaryTree=3b2849f2 JarMarker=3f4fa6c5 X000A_NTFS=a7df5588
          compressors/lzma LZMACompressorInputStream=1b64e77d LZMACompressorOutputStream=f75e111c
          compressors/snappy FramedSnappyCompressorOutputStream=38d6ad1b
          utils ExactMath=9ddda042
          + . archivers archivers/ar archivers/cpio archivers/dump archivers/examples archivers/tar changes
            compressors compressors/bzip2 compressors/deflate compressors/deflate64 compressors/gzip
            compressors/lz4 compressors/lz77support compressors/lzw compressors/pack200 compressors/xz
            compressors/z harmony/archive/internal/nls java/util/jar parallel
        org.apache.commons commons-configuration2 2.8.0 org/apache/commons/configuration2 367 671920c219e0e035 libcommons-configuration2-java=2.8.0-2
          . ConfigurationComparator=2199b1dd PropertiesConfigurationLayout=aa42cc67 SubsetConfiguration=6a80db20
          beanutils BeanDeclaration=4979724d
          builder ReloadingFileBasedConfigurationBuilder=44cd57fb
          builder/combined MultiFileBuilderParametersImpl=d7d436ce
          builder/fluent HierarchicalBuilderParameters=f53c40f6
          event EventListenerRegistrationData=7b56995e
          interpol Lookup=a60f9d42 StringLookupAdapter=572f6f13
          plist SimpleCharStream=0b9ffa4b
          tree TrackedNodeHandler=cf6343f9
          + convert ex io reloading resolver spring sync tree/xpath web
        org.apache.commons commons-csv 1.9.0 org/apache/commons/csv 17 8d6336c1d39d09b6 libcommons-csv-java=1.9.0-1
          . CSVParser=3ad75b49 CSVPrinter=93f06d01 Constants=550f0e31 ExtendedBufferedReader=872db474
            Lexer=d02f94c7 Token=794b9964
        org.apache.commons commons-dbcp2 2.9.0 org/apache/commons/dbcp2 80 f6984897c88d41c0 libcommons-dbcp2-java=2.9.0-1
          . Constants=cc01b015 DelegatingDatabaseMetaData=577eeece DelegatingStatement=31cf2c9f
            DriverConnectionFactory=8b2216c2 DriverManagerConnectionFactory=10c0bd0d PStmtKey=bddf3828
          datasources PoolKey=31aa6348 SharedPoolDataSource=44da55ac SharedPoolDataSourceFactory=ca58e251
          managed BasicManagedDataSource=6691afd3 ManagedDataSource=3dbe719d XAConnectionFactory=87ce58c0
          + cpdsadapter
        org.apache.commons commons-email 1.5 org/apache/commons/mail 21 9a00e301c2ff8f3a libcommons-email-java=1.5-3
          . EmailAttachment=dc96ae1c EmailConstants=6260eb96 EmailUtils=fe9681ae ImageHtmlEmail=83021ba5
            MultiPartEmail=c29a2a03 SimpleEmail=c12390c4
          resolver DataSourceCompositeResolver=46eda0eb DataSourceFileResolver=0e311cb3
            DataSourceUrlResolver=66ec0ab3
          util IDNEmailAddressConverter=af09789f MimeMessageParser=8a91e8c1 MimeMessageUtils=b44f94e3
        org.apache.commons commons-exec 1.3 org/apache/commons/exec 37 5c8a8d10f1f1ab7c libcommons-exec-java=1.3-2
          . CommandLine=2b6e278e DaemonExecutor=99be0b43 ExecuteResultHandler=84d5a390 ExecuteWatchdog=4655b473
            ShutdownHookProcessDestroyer=be625668 TimeoutObserver=c0eaf7af
          environment DefaultProcessingEnvironment=60475a0c EnvironmentUtils=f27619eb
          launcher CommandLauncherImpl=d8bbe8dc CommandLauncherProxy=682ea858 Java13CommandLauncher=3e96191a
          util MapUtils=6e25770a
        org.apache.commons commons-jexl 2.1.1 org/apache/commons/jexl2 178 e837746b5c0bcd08 libcommons-jexl2-java=2.1.1-6
          . JexlInfo=42947250 JexlThreadedArithmetic=da473703 ObjectContext=8d3bb802 ReadonlyContext=997533da
          internal MethodExecutor=257caf51
          parser ASTBlock=4a76cd77 ASTDivNode=4a76cd77 ASTJexlScript=a2962927 ASTMethodNode=4a76cd77
            ASTReferenceExpression=e641a9ba SimpleCharStream=895a5e5b
          scripting JexlScriptEngine=def4ddfb
          + internal/introspection introspection
        org.apache.commons commons-lang3 3.12.0 org/apache/commons/lang3 345 0c559049967e354c libcommons-lang3-java=3.12.0-2+deb12u1
          . BooleanUtils=f5610858 CharUtils=3a4c22ce
          compare ObjectToStringComparator=52ca8004
          concurrent ConcurrentUtils=51eb1ef1
          exception ContextedRuntimeException=913d0217
          function FailableIntConsumer=2b049a34 FailableIntSupplier=0a7c2376 FailableLongConsumer=0de69aa6
          mutable MutableObject=24b3c1a6
          text CompositeFormat=c7c3db04
          text/translate EntityArrays=074aed5a
          tuple MutablePair=318a2d75
          + arch builder concurrent/locks event math reflect stream time
        org.apache.commons commons-math 2.2 org/apache/commons/math 629 aaccad1b900301a0 libcommons-math-java=2.2-8
          . MaxEvaluationsExceededException=9b238d63
          analysis UnivariateRealFunction=047395a6
          analysis/interpolation SplineInterpolator=b65f4e9d TricubicSplineInterpolatingFunction=9114146b
          distribution Distribution=7c7e0447
          exception MathIllegalArgumentException=bc915d1b
          optimization MultiStartUnivariateRealOptimizer=5faf90a9
          optimization/fitting GaussianFitter=7df407ab
          random RandomData=453ed3f6
          stat/descriptive SynchronizedSummaryStatistics=b113aef3
          stat/descriptive/moment ThirdMoment=0d7b67f6
          util CompositeFormat=ffb6484e
          + analysis/integration analysis/polynomials analysis/solvers complex dfp estimation exception/util
            fraction genetics geometry linear ode ode/events ode/jacobians ode/nonstiff ode/sampling
            optimization/direct optimization/general optimization/linear optimization/univariate special stat
            stat/clustering stat/correlation stat/descriptive/rank stat/descriptive/summary stat/inference
            stat/ranking stat/regression transform
        org.apache.commons commons-math3 3.6.1 org/apache/commons/math3 1301 76dc4f857cfd9375 libcommons-math3-java=3.6.1-3
          analysis/interpolation FieldHermiteInterpolator=7204e8b0 SplineInterpolator=9e03f708
            TricubicSplineInterpolatingFunction=213b7c6c
          exception InsufficientDataException=17952052
          fitting GaussianFitter=49131dca
          geometry/partitioning Region=02992043
          ml/neuralnet/sofm LearningFactorFunctionFactory=8706e6e6
          optim/nonlinear/scalar/noderiv NelderMeadSimplex=7a4423b9
          optimization/direct NelderMeadSimplex=7a4423b9
          optimization/fitting GaussianFitter=70ee7cff
          stat/regression UpdatingMultipleLinearRegression=fe6cffe4
          util CompositeFormat=6f8530b6
          + . analysis analysis/differentiation analysis/function analysis/integration analysis/integration/gauss
            analysis/polynomials analysis/solvers complex dfp distribution distribution/fitting exception/util
            filter fitting/leastsquares fraction genetics geometry geometry/enclosing geometry/euclidean/oned
            geometry/euclidean/threed geometry/euclidean/twod geometry/euclidean/twod/hull geometry/hull
            geometry/partitioning/utilities geometry/spherical/oned geometry/spherical/twod linear ml/clustering
            ml/clustering/evaluation ml/distance ml/neuralnet ml/neuralnet/oned ml/neuralnet/sofm/util
            ml/neuralnet/twod ml/neuralnet/twod/util ode ode/events ode/nonstiff ode/sampling optim optim/linear
            optim/nonlinear/scalar optim/nonlinear/scalar/gradient optim/nonlinear/vector
            optim/nonlinear/vector/jacobian optim/univariate optimization optimization/general
            optimization/linear optimization/univariate primes random special stat stat/clustering
            stat/correlation stat/descriptive stat/descriptive/moment stat/descriptive/rank
            stat/descriptive/summary stat/inference stat/interval stat/ranking transform
        org.apache.commons commons-pool2 2.11.1 org/apache/commons/pool2 80 43162583efb39bb7 libcommons-pool2-java=2.11.1-1
          . BaseKeyedPooledObjectFactory=aeb853e2 BaseObjectPool=2e5be6ec ObjectPool=e54b43a6
            PooledObjectFactory=ad4a34af PooledObjectState=4764e3d5
          impl DefaultPooledObjectInfoMBean=f905c65a EvictionPolicy=1237f8be
            GenericKeyedObjectPoolMXBean=8a3a227f NoOpCallStack=2bfc6a21 SecurityManagerCallStack=926405c1
          proxy CglibProxyHandler=96fc8c44 ProxiedKeyedObjectPool=30082bbd
        org.apache.commons commons-text 1.10.0 org/apache/commons/text 146 d8d4beb9578cb62f libcommons-text-java=1.10.0-1
          . CompositeFormat=c7c3db04 TextRandomProvider=ed95f4a6
          io StringSubstitutorReader=bcf17edd
          lookup PropertiesStringLookup=3cfd3e94 StringLookup=67959492 UrlEncoderStringLookup=84da9d88
          similarity HammingDistance=76c02c5f IntersectionResult=057b52c3 SimilarityScore=1b67688d
          translate CsvTranslators=d9e96327 EntityArrays=68a39ddf UnicodeEscaper=92b86544
          + diff matcher numbers
        org.apache.commons commons-vfs2 2.1 org/apache/commons/vfs2 277 f50de27789092d1c libcommons-vfs-java=2.1-4+deb12u1
          . UserAuthenticationData=6ed65c9c
          impl DecoratedFileObject=827b6209
          operations/vcs VcsRevert=20b98608
          provider AbstractVfsContainer=4e9b5917 DefaultFileContent=8435ea60 FileSystemKey=ba6866a8
            VfsComponent=3dbf1de5
          provider/local LocalFileRandomAccessContent=cf072f06
          provider/res ResourceFileSystemConfigBuilder=b70db9f9
          provider/sftp IdentityRepositoryFactory=e57260e9
          provider/url UrlFileObject=715ba1c6
          util CombinedResources=76253fce
          + auth cache events operations provider/bzip2 provider/compressed provider/ftp provider/ftps
            provider/gzip provider/http provider/https provider/jar provider/ram provider/tar provider/temp
            provider/zip tasks
        org.apache.httpcomponents fluent-hc 4.5.14 org/apache/http/client/fluent 14 75997f0b86c11779 libhttpclient-java=4.5.14-1
          . Async=b49b0d9e Content=1b400926 Form=fe5e626d InternalByteArrayEntity=7f53a535
            InternalEntityEnclosingHttpRequest=937fb375 InternalHttpRequest=8c824c50
        org.apache.httpcomponents httpasyncclient 4.1.5 org/apache/http 86 2b7284cd08b7f3d9 libhttpasyncclient-java=4.1.5-1
          impl/nio/client AbstractClientExchangeHandler=66597101 CloseableHttpAsyncClientBase=cd5c7811
            DefaultResultCallback=ada1ffe0 HttpAsyncClientBuilder=647cbd69 InternalClientExec=07d54385
            InternalRequestExecutor=d108adb7
          impl/nio/conn CPoolProxy=0f7b9cda DefaultClientAsyncConnection=928dfabe
            DefaultClientAsyncConnectionFactory=b88ff0cb ManagedNHttpClientConnectionImpl=7cfce40a
          nio/conn ClientAsyncConnection=b26f69c8 ManagedClientAsyncConnection=d3df1b92
          + nio/client nio/client/methods nio/client/util nio/conn/scheme nio/conn/ssl
        org.apache.httpcomponents httpclient 4.5.14 org/apache/http 470 220ebce71ac2b0a2 libhttpclient-java=4.5.14-1
          client/methods HttpTrace=3e0e914e
          conn EofSensorWatcher=6ffb9ff4
          conn/routing HttpRoute=eac10f60
          conn/ssl AllowAllHostnameVerifier=944b981c
          impl/auth BasicScheme=ce56dd93
          impl/client AuthenticationStrategyAdaptor=2a9acc26 DefaultHttpClient=f9688342
          impl/cookie BasicExpiresHandler=7d19058d NetscapeDomainHandler=98569dac
            RFC2965DomainAttributeHandler=013eef4d RFC6265CookieSpecProvider=11f4a018
          impl/execchain RetryExec=993bf4dc
          + auth auth/params client client/config client/entity client/params client/protocol client/utils
            conn/params conn/scheme conn/socket conn/util cookie cookie/params impl/conn impl/conn/tsccm
        org.apache.httpcomponents httpclient-cache 4.5.14 org/apache/http 83 1d65f2143f098d9d libhttpclient-java=4.5.14-1
          client/cache HeaderConstants=e523a076 HttpCacheContext=17b1b061 HttpCacheEntry=1947e534
            HttpCacheEntrySerializer=25429d77
          impl/client/cache CacheConfig=6ba39080 CachingHttpClient=8b1465a3 FileResourceFactory=405753c5
            ManagedHttpCacheStorage=44dbcec8 ResourceReference=bdebceea Variant=08bb64fb
          impl/client/cache/memcached MemcachedKeyHashingException=2091668c
            MemcachedSerializationException=2091668c
          + impl/client/cache/ehcache
        org.apache.httpcomponents httpcore 4.4.16 org/apache/http 253 24b10d10096daf7d libhttpcore-java=4.4.16-1
          . Header=f3a3ec13 HttpHost=f40e25d9
          annotation Contract=40c71bb4
          config Lookup=a60f9d42
          impl EnglishReasonPhraseCatalog=48413056 SocketHttpServerConnection=a60967ec
          impl/io EmptyInputStream=0e02b274
          message BasicTokenIterator=4f9e57c9
          params HttpParamsNames=d546e20a
          protocol HttpProcessorBuilder=ec2437f1 SyncBasicHttpContext=8c2a9e8a
          util CharArrayBuffer=6ee7190f
          + concurrent entity impl/bootstrap impl/entity impl/pool io pool ssl
        org.apache.httpcomponents httpcore-nio 4.4.16 org/apache/http 242 e21962716a7ae7ef libhttpcore-java=4.4.16-1
          impl/nio DefaultClientIOEventDispatch=d39a1c4c DefaultNHttpClientConnection=61b372ed
            SSLClientIOEventDispatch=4f7dedd9
          impl/nio/codecs AbstractContentDecoder=341de7bd AbstractMessageWriter=4a3663d8
          impl/nio/reactor InterestOpsCallback=05bb53d9 SessionRequestImpl=267b3f2c
          impl/nio/ssl SSLClientIOEventDispatch=99af7ff3
          nio ContentEncoderChannel=677eb79b
          nio/entity HttpAsyncContentProducer=bde748c8
          nio/protocol BufferingHttpServiceHandler=cde0ab45 HttpAsyncRequestProducer=cf18e2cf
          + impl/nio/bootstrap impl/nio/pool nio/params nio/pool nio/reactor nio/reactor/ssl nio/util
        org.apache.httpcomponents httpmime 4.5.14 org/apache/http/entity/mime 23 6b5d3e626ee94310 libhttpmime-java=4.5.14-1
          . FormBodyPart=e0463fd2 Header=6508ad7f HttpMultipart=864a7354 HttpRFC6532Multipart=e9ecf4f3
            HttpStrictMultipart=e9ecf4f3 MultipartFormEntity=c55f3a9d
          content AbstractContentBody=87344496 ContentBody=60623ca9 ContentDescriptor=2ae5fc35 FileBody=a6109f22
            InputStreamBody=54169880 StringBody=32f2a3a0
        org.apache.httpcomponents.client5 httpclient5 5.2.1 org/apache/hc/client5/http 467 38702880fd3d32d0 libhttpclient5-java=5.2.1-1
          . HttpRoute=eac10f60
          async/methods AbstractCharPushConsumer=422ef4fd IgnoreCompleteExceptonFutureCallback=63335c63
          classic/methods HttpTrace=baccc4bb
          entity/mime Header=f0b7c2ec HttpRFC6532Multipart=0780292a
          impl Operations=6cdc1e32
          impl/async HttpAsyncClientBuilder=a314896e
          impl/auth BasicScheme=193c7910
          impl/classic ClassicRequestCopier=d7b20ce5 HttpRequestRetryExec=d2f40b38
          impl/cookie BasicExpiresHandler=4580272e
          + async auth classic config cookie entity impl/io impl/nio impl/routing io nio protocol psl routing
            socket ssl utils
        org.apache.httpcomponents.client5 httpclient5-cache 5.2.1 org/apache/hc/client5/http 129 2e0116b4d489b571 libhttpclient5-java=5.2.1-1
          cache HeaderConstants=e523a076 HttpAsyncCacheStorageAdaptor=eb433d74 HttpCacheContext=17b1b061
            HttpCacheEntry=c9ba9249 HttpCacheEntrySerializer=464febe5
          impl/cache AsyncCachingExec=2e54ae3a CacheConfig=83d15309 HttpCacheSupport=598d2acf
            ManagedHttpCacheStorage=8c32c3c8 ResourceReference=bdebceea Variant=c6923749
          impl/cache/memcached MemcachedHttpAsyncCacheStorage=db479ff2
          + impl/schedule schedule
        org.apache.httpcomponents.client5 httpclient5-fluent 5.2.1 org/apache/hc/client5/http/fluent 9 68fd8884c74c52d9 libhttpclient5-java=5.2.1-1
          . Async=e8cd5c17 Content=1b400926 ContentResponseHandler=e271922e Executor=e9be4671 Form=fe5e626d
            Request=9aeeba58
        org.apache.httpcomponents.client5 httpclient5-win 5.2.1 org/apache/hc/client5/http/impl/win 4 1f9f0db7f9427c4f libhttpclient5-java=5.2.1-1
          . WinHttpClients=64cda7f1 WindowsNTLMSchemeFactory=297e95ce WindowsNegotiateScheme=44afd4b4
            WindowsNegotiateSchemeFactory=6e559c3e
        org.apache.httpcomponents.core5 httpcore5 5.2.1 org/apache/hc/core5 607 5f1caf4e4dca8ed9 libhttpcore5-java=5.2.1-1
          annotation Contract=40c71bb4
          http HttpHost=a84eb12b
          http/config Http1Config=8578f95c
          http/impl EnglishReasonPhraseCatalog=48413056
          http/impl/nio AbstractContentDecoder=c9a530e3
          http/nio/support BasicServerExchangeHandler=dac30874
          http/protocol DefaultHttpProcessor=d33e28e3
          io CloseMode=21f0c7ce
          pool PoolReusePolicy=cf10dc30
          reactor IOEventHandler=d07364db
          util CharArrayBuffer=531eb8fc TimeValue=7817f8b3
          + concurrent function http/impl/bootstrap http/impl/io http/io http/io/entity http/io/ssl
            http/io/support http/message http/nio http/nio/command http/nio/entity http/nio/ssl
            http/nio/support/classic http/ssl http/support net reactor/ssl ssl
        org.apache.httpcomponents.core5 httpcore5-h2 5.2.1 org/apache/hc/core5/http2 136 72ef03d487ef0a40 libhttpcore5-java=5.2.1-1
          config H2Param=97c29bf9
          frame StreamIdGenerator=11c085a5
          hpack StaticTable=5ca2c4c6
          impl BasicH2TransportMetrics=6962c191 DefaultH2ResponseConverter=c9a5e307
          impl/nio AbstractH2IOEventHandler=1b33d7d4 ClientH2PrefaceHandler=f134c144
            NoopAsyncPushHandler=65a9331f ServerH2StreamMultiplexer=fbda205f
          impl/nio/bootstrap FilterEntry=c2c8f18b H2RequesterBootstrap=c1eeb00a
          protocol H2RequestContent=9b357712
          + . impl/io nio nio/command nio/pool nio/support ssl
        org.apache.logging.log4j log4j-1.2-api 2.19.0 org/apache/log4j 191 e0ac4adeb7d140a1 liblog4j2-java=2.19.0-2
          . DefaultThrowableRenderer=7915ef06 MDC=fa48e938
          bridge LogEventWrapper=8df54b27
          builders BooleanHolder=606b6ac7
          config InputStreamWrapper=025e5b2a
          helpers FileWatchdog=ee99ece0 FormattingInfo=b9af88ed
          jmx AbstractDynamicMBean=3a188dc9
          layout Log4j1XmlLayout=278a1084
          legacy/core CategoryUtil=e7c3dbd5
          pattern FormattingInfo=c7731efc
          spi ErrorCode=c9a6556a
          + builders/appender builders/filter builders/layout builders/rewrite builders/rolling component/helpers
            or or/jms rewrite varia xml
        org.apache.logging.log4j log4j-api 2.19.0 org/apache/logging/log4j 180 7e14af9426e502e1 liblog4j2-java=2.19.0-2
          . LoggingException=d0f5dfcd ThreadContext=76a61003
          internal DefaultLogBuilder=b1a63bab
          message Clearable=6e27359e ReusableObjectMessage=a9de15c9
          spi AbstractLoggerAdapter=a8754616 ExtendedLogger=b53bc48f
            GarbageFreeSortedArrayThreadContextMap=183a540c StandardLevel=ba94e552 Terminable=77ce6148
          util MultiFormatStringBuilderFormattable=f6bc61fe PropertyFilePropertySource=0c123870
          + simple status
        org.apache.logging.log4j log4j-core 2.19.0 org/apache/logging/log4j/core 1154 7f0c252eca83dd78 liblog4j2-java=2.19.0-2
          appender ScriptAppenderSelector=a62e96d8
          async AsyncLoggerConfig=5ab9790d AsyncQueueFullMessageUtil=7ead32da
          impl ContextDataFactory=acd34bf0 ExtendedClassInfo=4e16fe89 ThrowableProxyRenderer=eccff685
          jackson Log4jJsonObjectMapper=be91a874 ObjectMessageSerializer=3dfc3551
          jmx LoggerContextAdminMBean=2f0e8b2e
          net/ssl SslConfigurationDefaults=a1c0993d
          selector CoreContextSelectors=4d98f89f
          util/internal Status=6b41ea27
          + . appender/db appender/db/jdbc appender/mom appender/mom/jeromq appender/nosql appender/rewrite
            appender/rolling appender/rolling/action appender/routing config config/arbiters config/builder/api
            config/builder/impl config/composite config/json config/plugins config/plugins/convert
            config/plugins/processor config/plugins/util config/plugins/validation
            config/plugins/validation/constraints config/plugins/validation/validators config/plugins/visitors
            config/properties config/status config/xml config/yaml filter filter/mutable layout layout/internal
            lookup message net osgi parser pattern script time time/internal tools tools/picocli util
            util/datetime
        org.apache.logging.log4j log4j-jul 2.19.0 org/apache/logging/log4j/jul 14 f5716fc7eaef48a6 liblog4j2-java=2.19.0-2
          . AbstractLoggerAdapter=d6475031 Constants=18619753 CoreLogger=6ab61b48 DefaultLevelConverter=d5b228a2
            LogManager=ef13cbf8 NoOpLogger=8786660d
        org.apache.logging.log4j log4j-mongodb3 2.19.0 org/apache/logging/log4j/mongodb3 7 1d8673a04f1309b9 liblog4j2-java=2.19.0-2
          . LevelCodec=a7c8fcdb MongoDbConnection=821f61e2 MongoDbDocumentObject=d189af7a
            MongoDbDocumentObjectCodec=b8194483 MongoDbProvider=a8223377
        org.apache.logging.log4j log4j-to-jul 2.19.0 org/apache/logging/log4j/tojul 7 1be7a9567b6f9f63 liblog4j2-java=2.19.0-2
          . Activator=70aac3d1 JULLogger=23c02b2b JULLoggerContext=a4d1c5b5 JULLoggerContextFactory=9b6a33b3
            JULProvider=1f752e27 LazyLog4jLogRecord=3c7e5c7b
        org.apache.logging.log4j log4j-to-slf4j 2.19.0 org/apache/logging/slf4j 7 11e3c81440b8276b liblog4j2-java=2.19.0-2
          . Activator=70aac3d1 MDCContextMap=16c118d0 SLF4JLogger=2aff908b SLF4JLoggerContext=8fe13dbf
            SLF4JLoggerContextFactory=9b6a33b3 SLF4JProvider=1f752e27
        org.apache.logging.log4j log4j-web 2.19.0 org/apache/logging/log4j/web 13 b4139dea008878d3 liblog4j2-java=2.19.0-2
          . Log4jServletContainerInitializer=6c59b6f7 Log4jServletContextListener=03aeffe4
            Log4jServletFilter=dd704572 Log4jShutdownOnContextDestroyedListener=03aeffe4
            Log4jWebInitializerImpl=c9129873 Log4jWebLifeCycle=fba2afa3
          appender ServletAppender=e151b8c7
        org.apache.santuario xmlsec 2.1.7 org/apache 649 248218336ad091d7 libxml-security-java=2.1.7-3+deb12u1
          xml/security/algorithms SignatureAlgorithmSpi=ef347130
          xml/security/algorithms/implementations SignatureBaseRSA=2e2db5d4
          xml/security/exceptions AlgorithmAlreadyRegisteredException=d5315eea
          xml/security/keys/content/keyvalues DSAKeyValue=3e9632f8
          xml/security/keys/keyresolver/implementations X509IssuerSerialResolver=72a17d2c
          xml/security/signature XMLSignature=fe23ebc5
          xml/security/signature/reference ReferenceData=d4fa5f80 ReferenceNodeSetData=e32f1fda
          xml/security/stax/impl InputProcessorChainImpl=3f5e79ab
          xml/security/stax/impl/util IVSplittingOutputStream=27fd9d2a
          xml/security/transforms/implementations TransformXPath=dd3eb55c
          xml/security/utils UnsyncByteArrayOutputStream=32543db0
          + jcp/xml/dsig/internal jcp/xml/dsig/internal/dom xml/security xml/security/binding/excc14n
            xml/security/binding/xmldsig xml/security/binding/xmldsig11 xml/security/binding/xmlenc
            xml/security/binding/xmlenc11 xml/security/binding/xop xml/security/c14n xml/security/c14n/helper
            xml/security/c14n/implementations xml/security/configuration xml/security/encryption
            xml/security/keys xml/security/keys/content xml/security/keys/content/x509
            xml/security/keys/keyresolver xml/security/keys/storage xml/security/keys/storage/implementations
            xml/security/stax/config xml/security/stax/ext xml/security/stax/ext/stax
            xml/security/stax/impl/algorithms xml/security/stax/impl/processor/input
            xml/security/stax/impl/processor/output xml/security/stax/impl/resourceResolvers
            xml/security/stax/impl/securityToken xml/security/stax/impl/stax xml/security/stax/impl/transformer
            xml/security/stax/impl/transformer/canonicalizer xml/security/stax/securityEvent
            xml/security/stax/securityToken xml/security/transforms xml/security/transforms/params
            xml/security/utils/resolver xml/security/utils/resolver/implementations
        org.apache.thrift libthrift 0.16.0 org/apache/thrift 250 81867a5215c75a51 libthrift-java=0.16.0-2
          . TBaseProcessor=27d13030 TProcessor=bb0ff687 TSerializer=f25239c8
          meta_data EnumMetaData=8d1e4296 FieldValueMetaData=278d49a5
          partial TFieldData=aa812b08
          protocol TList=5041d463 TMap=54002e0b TMultiplexedProtocol=be9d7aea TProtocolUtil=b6519934
          transport TEOFException=a8fae702 TZlibTransport=9d527008
          + annotation async scheme server transport/layered transport/sasl utils
        org.apache.velocity velocity 1.7 org/apache/velocity 270 5f946477bf262b61 velocity=1.7-6
          exception ParseErrorException=563ce6bf
          io UnicodeInputStream=09a76eff
          runtime RuntimeLogger=ef47f072
          runtime/directive Foreach=8b9820d3 InputBase=cc3389dd
          runtime/parser CharStream=875ec2d7
          runtime/parser/node ASTBlock=63959d5e ASTDivNode=a282a5e1 ASTElseIfStatement=3adb95c9
            ASTIntegerRange=63990fb7 ASTMap=63990fb7 ASTWord=ab578307
          + . anakia app app/event app/event/implement app/tools context convert runtime/log runtime/resource
            runtime/resource/loader runtime/resource/util runtime/visitor servlet texen texen/ant texen/util util
            util/introspection
        org.apache.ws.security wss4j 1.6.19 org/apache/ws/security 148 8e20799a1fa41f0f libwss4j-java=1.6.19-3
          . WSPasswordCallback=d8f71ba4
          action SignatureConfirmationAction=c50044e4 UsernameTokenSignedAction=e2cc0e9e
          conversation ConversationException=0368864d
          handler WSHandlerConstants=85279734
          message WSSecEncrypt=6a3b37bb WSSecSignatureBase=4c70352c WSSecTimestamp=1559344f
          transform STRTransform=460138de STRTransformProvider=1f752e27
          util Base64=af42ac35 Mapping=40222cba
          + cache components/crypto conversation/dkalgo message/token processor spnego str validate
        org.apache.xbean xbean-bundleutils 4.5 org/apache/xbean/osgi/bundle/util 41 850409e4bd605233 libxbean-java=4.5-8
          . BundleResourceClassLoader=2071d6a3 BundleResourceFinder=a6b866d2 BundleResourceHelper=b972083c
            ClassDiscoveryFilter=7581f68d DictionaryMap=53568829 VersionRange=dd5c88d2
          equinox EquinoxBundleClassLoader=d63d1da1 EquinoxBundleResourceHelper=53ce6b0d
          jar BundleJarEntry=04ba2d9e BundleJarFile=3e0a1a48
        org.apache.xbean xbean-finder 4.5 org/apache/xbean/finder 92 dad6d9031fab2d83 libxbean-java=4.5-8
          . AnnotatedMethod=d81d8b33 AnnotationFinder=fb370002 MetaAnnotatedConstructor=93ad9f6f
            MetaAnnotatedField=0a1f324a Parameter=9cd2bc55
          archive Archive=b128f344 ClassesArchive=9f5114d2 FileArchive=f802ff5f FilteredArchive=c27a8748
          filter Filters=fda1b2f3 IncludeExcludeFilter=1f1f7e15 PrefixFilter=cce0b4b0
          + util
        org.apache.xbean xbean-naming 4.5 org/apache/xbean/naming 31 94fdb0805a02b1ff libxbean-java=4.5-8
          context AbstractContext=31539102 AbstractFederatedContext=985daa63 ContextAccess=6384ac31
            ImmutableContext=b7f3e0b9 ImmutableFederatedContext=2bc2e568 VirtualSubcontext=33884b53
          global GlobalContextManager=fc26b321
          java javaURLContextFactory=edb8139a
          reference CachingReference=f0b0dc86 SimpleReference=f31d6437
        org.apache.xbean xbean-spring 4.5 org/apache/xbean/spring 63 c48164a9703fdbb9 libxbean-java=4.5-8
          context ClassPathXmlApplicationContext=da9e65d9
          context/impl QNameHelper=9611ce1b QNameReflectionHelper=913d61cb QNameReflectionParams=443dd2e1
          context/v2 XBeanBeanDefinitionDocumentReader=02adbdca XBeanNamespaceHandler=4c0f3aea
            XBeanV2Helper=ad9ea1cf
          context/v2c XBeanNamespaceHandler=67afd934
          generator QdoxMappingLoader=f77225a2 XmlMetadataGenerator=43bb70bc
          jndi SpringInitialContextFactory=40fbf33a
          util SpringVisitor=e6678c05
        org.apache.xmlbeans xmlbeans 4.0.0 org/apache/xmlbeans 1318 9d5f513485311890 libxmlbeans-java=4.0.0-2
          . XmlFactoryHook=a63a19c2
          impl/store SoapHeaderElementXobj=a17c50ce
          impl/util XsTypeConverter=2e254033
          impl/values JavaIntegerHolder=db7c09e5
          impl/xb/xmlconfig NamespaceList=381a861f
          impl/xb/xsdschema All=88f4202b NamespaceList=381a861f RedefineDocument=a0cc5b0d
            WhiteSpaceDocument=43f3d961
          impl/xb/xsdschema/impl ExtensionTypeImpl=edfb6df4 LocalElementImpl=fff90627 RealGroupImpl=02b30477
          + impl/common impl/config impl/inst2xsd impl/inst2xsd/util impl/regex impl/repackage impl/richParser
            impl/schema impl/soap impl/tool impl/validator impl/xb/ltgfmt impl/xb/ltgfmt/impl impl/xb/substwsdl
            impl/xb/substwsdl/impl impl/xb/xmlconfig/impl impl/xb/xmlschema impl/xb/xmlschema/impl
            impl/xb/xsdownload impl/xb/xsdownload/impl impl/xpath impl/xpath/saxon impl/xpath/xmlbeans
            impl/xpathgen impl/xsd2inst metadata/system/sXMLCONFIG metadata/system/sXMLLANG
            metadata/system/sXMLSCHEMA metadata/system/sXMLTOOLS soap xml/stream xml/stream/events
        org.bouncycastle bcmail 1.72 org/bouncycastle/mail/smime 62 50be1ec25fc5e265 libbcmail-java=1.72-2
          . CMSProcessableBodyPartInbound=cf2bcc21 SMIMECompressedGenerator=d33a75f4
            SMIMESignedGenerator=1b190512 SMIMESignedParser=f7567629 SMIMEStreamingProcessor=6140ba16
          examples ExampleUtils=d28881f7 ReadLargeCompressedMail=aafbc55b ReadLargeSignedMail=aafbc55b
            SendSignedAndEncryptedMail=aafbc55b
          handlers pkcs7_mime=e2b24c2a
          util CRLFOutputStream=7d7b8f97 FileBackedMimeBodyPart=10850dbb
          + validator
        org.bouncycastle bcpg 1.72 org/bouncycastle 310 710eba4d1ce64322 libbcpg-java=1.72-2
          bcpg PacketTags=34f3cefd SymmetricKeyAlgorithmTags=abe067aa SymmetricKeyEncSessionPacket=e0b6427f
            TrustPacket=b9be1178
          gpg/keybox FirstBlob=52e2d669
          openpgp PGPExtendedKeyAttribute=fea76201 PGPKdfParameters=ea0a17b8 PGPOnePassSignatureList=dd7bde57
          openpgp/jcajce JcaPGPSecretKeyRing=00ee1bce
          openpgp/operator PGPDataEncryptor=4394b2e4 SessionKeyDataDecryptorFactory=4ad930ba
          openpgp/operator/jcajce JcaPGPContentVerifierBuilderProvider=ed3d01d7
          + apache/bzip2 bcpg/attr bcpg/sig gpg gpg/keybox/bc gpg/keybox/jcajce openpgp/bc openpgp/examples
            openpgp/operator/bc
        org.bouncycastle bcpkix 1.72 org/bouncycastle 854 fc22f92199bdf8eb libbcpkix-java=1.72-2
          cert/crmf RegTokenControl=83feffdc
          cms KeyTransRecipientId=994662a6 OriginatorInfoGenerator=706627e6 PKCS7TypedStream=3885e536
            SignerInformationStore=3d24d93c
          cms/bc BcEdDSASignerInfoVerifierBuilder=dbd2a5ec
          cms/jcajce JceKTSKeyTransRecipient=007837b5
          eac/operator/jcajce JcaEACSignerBuilder=50fbda94
          openssl PKCS8Generator=b22c0c5a
          operator InputExpander=85df6dbd
          pkcs MacDataGenerator=aebba728
          tsp TSPIOException=d61d1f9b
          + cert cert/bc cert/cmp cert/crmf/bc cert/crmf/jcajce cert/dane cert/dane/fetcher cert/jcajce cert/ocsp
            cert/ocsp/jcajce cert/path cert/path/validations cert/selector cert/selector/jcajce cmc dvcs eac
            eac/jcajce eac/operator est est/jcajce its its/bc its/jcajce its/operator mime mime/encoding
            mime/smime mozilla mozilla/jcajce openssl/bc openssl/jcajce operator/bc operator/jcajce pkcs/bc
            pkcs/jcajce pkix pkix/jcajce tsp/cms tsp/ers voms
        org.bouncycastle bcprov 1.72 org/bouncycastle 4004 dca010e440cbc84f libbcprov-java=1.72-2
          asn1 DEROctetString=d9bce5b8
          asn1/x509 NameConstraintValidator=ccf5ce60
          crypto BufferedBlockCipher=293aab54
          jcajce BCLoadStoreParameter=106c5b0a
          jcajce/util JcaJceHelper=4d9a0fbd
          pqc/crypto/crystals/kyber KyberKeyParameters=7faa312c
          pqc/crypto/ntruprime SNTRUPrimeKeyParameters=665d091e
          pqc/jcajce/interfaces SPHINCSPlusPublicKey=e80e1144
          pqc/jcajce/spec HQCParameterSpec=162e8374 RainbowPrivateKeySpec=85fc9d9a
          x509 X509StoreParameters=d4fa5f80 X509StoreSpi=0b36f215
          + . asn1/anssi asn1/bc asn1/cryptlib asn1/cryptopro asn1/edec asn1/gm asn1/gnu asn1/iana asn1/isara
            asn1/iso asn1/kisa asn1/microsoft asn1/misc asn1/mozilla asn1/nist asn1/nsri asn1/ntt asn1/ocsp
            asn1/oiw asn1/pkcs asn1/rosstandart asn1/sec asn1/teletrust asn1/ua asn1/util asn1/x500
            asn1/x500/style asn1/x509/qualified asn1/x509/sigi asn1/x9 crypto/agreement crypto/agreement/jpake
            crypto/agreement/kdf crypto/agreement/srp crypto/commitments crypto/constraints crypto/digests
            crypto/ec crypto/encodings crypto/engines crypto/examples crypto/fpe crypto/generators crypto/io
            crypto/kems crypto/macs crypto/modes crypto/modes/gcm crypto/modes/kgcm crypto/paddings crypto/params
            crypto/parsers crypto/prng crypto/prng/drbg crypto/signers crypto/util i18n i18n/filter iana
            internal/asn1/bsi internal/asn1/cms internal/asn1/eac internal/asn1/isismtt jcajce/interfaces
            jcajce/io jcajce/provider/asymmetric jcajce/provider/asymmetric/dh jcajce/provider/asymmetric/dsa
            jcajce/provider/asymmetric/dstu jcajce/provider/asymmetric/ec jcajce/provider/asymmetric/ecgost
            jcajce/provider/asymmetric/ecgost12 jcajce/provider/asymmetric/edec
            jcajce/provider/asymmetric/elgamal jcajce/provider/asymmetric/gost jcajce/provider/asymmetric/ies
            jcajce/provider/asymmetric/rsa jcajce/provider/asymmetric/util jcajce/provider/asymmetric/x509
            jcajce/provider/config jcajce/provider/digest jcajce/provider/drbg jcajce/provider/keystore
            jcajce/provider/keystore/bc jcajce/provider/keystore/bcfks jcajce/provider/keystore/pkcs12
            jcajce/provider/keystore/util jcajce/provider/symmetric jcajce/provider/symmetric/util
            jcajce/provider/util jcajce/spec jce jce/exception jce/interfaces jce/netscape jce/provider jce/spec
            math math/ec math/ec/custom/djb math/ec/custom/gm math/ec/custom/sec math/ec/endo math/ec/rfc7748
            math/ec/rfc8032 math/ec/tools math/field math/raw pqc/asn1 pqc/crypto pqc/crypto/bike pqc/crypto/cmce
            pqc/crypto/crystals/dilithium pqc/crypto/falcon pqc/crypto/frodo pqc/crypto/hqc pqc/crypto/lms
            pqc/crypto/newhope pqc/crypto/ntru pqc/crypto/picnic pqc/crypto/saber pqc/crypto/sike
            pqc/crypto/sphincs pqc/crypto/sphincsplus pqc/crypto/util pqc/crypto/xmss pqc/jcajce/provider
            pqc/jcajce/provider/bike pqc/jcajce/provider/cmce pqc/jcajce/provider/dilithium
            pqc/jcajce/provider/falcon pqc/jcajce/provider/frodo pqc/jcajce/provider/gmss pqc/jcajce/provider/hqc
            pqc/jcajce/provider/kyber pqc/jcajce/provider/lms pqc/jcajce/provider/mceliece
            pqc/jcajce/provider/newhope pqc/jcajce/provider/ntru pqc/jcajce/provider/ntruprime
            pqc/jcajce/provider/picnic pqc/jcajce/provider/qtesla pqc/jcajce/provider/rainbow
            pqc/jcajce/provider/saber pqc/jcajce/provider/sike pqc/jcajce/provider/sphincs
            pqc/jcajce/provider/sphincsplus pqc/jcajce/provider/util pqc/jcajce/provider/xmss
            pqc/legacy/crypto/gmss pqc/legacy/crypto/gmss/util pqc/legacy/crypto/mceliece
            pqc/legacy/crypto/qtesla pqc/legacy/crypto/rainbow pqc/legacy/crypto/rainbow/util
            pqc/legacy/math/linearalgebra pqc/math/linearalgebra pqc/math/ntru pqc/math/ntru/parameters util
            util/encoders util/io util/io/pem util/test x509/extension x509/util
        org.bouncycastle bcutil 1.72 org/bouncycastle 582 1b40a0e5bab2cf87 libbcutil-java=1.72-2
          asn1/cms CMSAlgorithmProtection=c3e84aa3
          asn1/crmf OptionalValidity=0a99000a
          asn1/eac CVCertificate=b216a8bf
          asn1/isismtt/x509 Restriction=c3dcb2e6
          asn1/tsp ArchiveTimeStamp=f883c8d2
          oer Switch=3416f65e
          oer/its/etsi102941/basetypes CertificateSubjectAttributes=5138b4cb
          oer/its/ieee1609dot2 VerificationKeyIndicator=c34aba05
          oer/its/ieee1609dot2/basetypes CountryAndSubregions=553acb8c HashAlgorithm=d2beb6c2 Hostname=dbe25920
            UnknownLatitude=35277ab5
          + asn1/bsi asn1/cmc asn1/cmp asn1/cms/ecc asn1/dvcs asn1/esf asn1/ess asn1/est asn1/icao asn1/isismtt
            asn1/isismtt/ocsp asn1/smime oer/its oer/its/etsi102941 oer/its/etsi103097
            oer/its/etsi103097/extension oer/its/ieee1609dot2dot1 oer/its/template/etsi102941
            oer/its/template/etsi102941/basetypes oer/its/template/etsi103097
            oer/its/template/etsi103097/extension oer/its/template/ieee1609dot2
            oer/its/template/ieee1609dot2/basetypes oer/its/template/ieee1609dot2dot1
        org.checkerframework checker-qual 3.2.0 org/checkerframework 305 cb0655eae3f488d5 libchecker-framework-java=3.2.0+ds-1
          checker/fenum/qual SwingTitlePosition=4418c095
          checker/guieffect/qual PolyUIEffect=4418c095 UIPackage=4418c095
          checker/lock/qual LockPossiblyHeld=4418c095
          checker/regex/qual Regex=5974abbf
          checker/signature/qual InternalForm=4418c095
          checker/signedness/qual Signed=4418c095 Unsigned=4418c095
          checker/units/qual MixedUnits=4418c095 PolyUnit=4418c095
          common/reflection/qual ClassVal=7401f696
          framework/qual CFComment=7401f696
          + checker/compilermsgs/qual checker/formatter checker/formatter/qual checker/i18n/qual
            checker/i18nformatter checker/i18nformatter/qual checker/index/qual checker/initialization/qual
            checker/interning/qual checker/nullness checker/nullness/qual checker/optional/qual
            checker/propkey/qual checker/regex checker/signedness checker/tainting/qual checker/units
            common/aliasing/qual common/subtyping/qual common/util/report/qual common/value/qual dataflow/qual
            framework/util
        org.codehaus.jackson jackson-core-asl 1.9.13 org/codehaus/jackson 121 e742cb226ef6279b libjackson-json-java=1.9.13-2
          . Base64Variants=3a004037 JsonEncoding=e826856b Versioned=962a469e
          annotate JacksonAnnotation=4418c095 JsonRawValue=af867877 JsonValue=af867877
          format DataFormatDetector=4d55465b InputAccessor=427cc507
          io IOContext=f956551e JsonStringEncoder=fe75ed89
          sym Name2=c7741916
          util JsonParserSequence=75f30f93
          + impl type
        org.codehaus.jackson jackson-jaxrs 1.9.13 org/codehaus/jackson/jaxrs 7 d30de39c982ad840 libjackson-json-java=1.9.13-2
          . Annotations=ddfb9e94 JacksonJaxbJsonProvider=6e33a343 JacksonJsonProvider=23613c55
            JsonMappingExceptionMapper=08fd48f8 JsonParseExceptionMapper=5ea2d257 MapperConfigurator=c84c8be9
        org.codehaus.jackson jackson-mapper-asl 1.9.13 org/codehaus/jackson/map 473 bc3b261b13df77f9 libjackson-json-java=1.9.13-2
          . ContextualKeyDeserializer=d65eb5ac ResolvableSerializer=8e39e483
          annotate NoClass=d9e96327
          deser EnumResolver=311edbe6 UntypedObjectDeserializer=d5eb5ca4
          deser/impl UnwrappedPropertyHandler=03a230de
          deser/std UntypedObjectDeserializer=7dbf04f5
          introspect AnnotatedMethod=2acf384a
          ser/std NonTypedScalarSerializerBase=1d9c06fc NullSerializer=60e3e37d
            SerializableWithTypeSerializer=aaa8626e
          util EnumResolver=baa3dbbb
          + exc ext jsontype jsontype/impl module ser ser/impl type
        org.codehaus.jackson jackson-smile 1.9.13 org/codehaus/jackson/smile 12 043de500edd349fe libjackson-json-java=1.9.13-2
          . SmileConstants=cd422bfc SmileFactory=dcce5a3a SmileGenerator=d48816c9 SmileParser=c764bf02
            SmileParserBootstrapper=dbe89281 SmileUtil=9e128ee8
        org.codehaus.jackson jackson-xc 1.9.13 org/codehaus/jackson/xc 9 6c31c90270c67284 libjackson-json-java=1.9.13-2
          . DataHandlerJsonSerializer=69c229b5 DomElementJsonDeserializer=3499b136
            DomElementJsonSerializer=e537f64e JaxbAnnotationIntrospector=17e235d4
            XmlAdapterJsonDeserializer=c62b3f9b XmlAdapterJsonSerializer=dc084b55
        org.codehaus.jettison jettison 1.5.3 org/codehaus/jettison 47 29c3319b9d4303c6 libjettison-java=1.5.3-1
          . AbstractDOMDocumentParser=e363e936 AbstractXMLOutputFactory=8c3a2e8a AbstractXMLStreamReader=3430cf32
            Convention=89f5ee16 XsonNamespaceContext=93a843cf
          badgerfish BadgerFishDOMDocumentParser=b6b49c66 BadgerFishXMLStreamWriter=37a62d26
          json JSONStringer=78aa04f6
          mapped Configuration=4d303193 MappedXMLInputFactory=7f224852 TypeConverter=183b7062
          util FastStack=3a630a07
        org.codehaus.mojo animal-sniffer 1.16 org/codehaus/mojo/animal_sniffer 20 d193486a995d54f7 libanimal-sniffer-java=1.16-1
          . ClassFileVisitor=d47bbc3c ClassListBuilder=beaabcf7 Main=9f5d9258 RegexUtils=9b5add57
            SignatureBuilder=5f0edc54 SignatureChecker=9c6ad00b
          logging Logger=43cb0b6d PrintWriterLogger=449dbbad
        org.codehaus.mojo animal-sniffer-maven-plugin 1.16 org/codehaus/mojo/animal_sniffer/maven 7 10cacb3652969801 libanimal-sniffer-java=1.16-1
          . BuildSignaturesMojo=42686fd9 CheckSignatureMojo=101056bb HelpMojo=18c918c2 JdkToolchain=ce3a7672
            MavenLogger=9f49a99d Signature=1c22bab9
        org.codehaus.plexus plexus-classworlds 2.7.0 org/codehaus 36 8517b39b1791a431 libplexus-classworlds-java=2.7.0-1
          classworlds BytesURLStreamHandler=e0911ebd ClassWorldReverseAdapter=fe23b644
            ConfigurationException=40e0f43e Launcher=8b79d75b NoSuchRealmException=7df42cbf
          plexus/classworlds/launcher ConfigurationException=080b276f ConfigurationParser=801b5908
            Launcher=ed7230ee
          plexus/classworlds/realm NoSuchRealmException=7df42cbf
          plexus/classworlds/strategy AbstractStrategy=11b837a9 SelfFirstStrategy=cfc70fed Strategy=03a475dd
          + plexus/classworlds
        org.codehaus.plexus plexus-interpolation 1.26 org/codehaus/plexus/interpolation 62 ef889f10d46111f7 libplexus-interpolation-java=1.26-1
          . BasicInterpolator=9842e625 InterpolationCycleException=403b996a InterpolationException=0b150490
            PrefixedObjectValueSource=7b08599f QueryEnabledValueSource=1f4bb695
            SimpleRecursionInterceptor=799740e5
          fixed EnvarBasedValueSource=ace6206b InterpolationCycleException=2c614250 InterpolationState=eae64503
            PrefixedObjectValueSource=c9e4dc13 PrefixedPropertiesValueSource=f16d5ebd
          multi DelimiterSpecification=55949a77
          + object os reflection util
        org.codehaus.plexus plexus-utils - org/codehaus/plexus/util 107 692bdd9bc5315162 libplexus-utils2-java=3.4.2-1
          . Base64=ebf3101a PathTool=01f18251 PropertyUtils=97d60077 ReaderFactory=0a4dd749
            SelectorUtils=4574e831 WriterFactory=346434bc
          cli CommandLineUtils=7a66ca21 ShutdownHookUtils=a3217a78
          xml XmlStreamReaderException=1d87a26f Xpp3Dom=5b32ca49 Xpp3DomBuilder=57faa87e
          xml/pull XmlSerializer=a20e0867
          + cli/shell dag introspection io reflection
        org.dom4j dom4j - org/dom4j 184 3e35aaebce764817 libdom4j-java=2.1.3-2
          . Attribute=8eafb587 DocumentHelper=f41181c5 IllegalAddException=ceba697d XPath=3bf48c3a
          datatype DatatypeAttribute=4a110423 InvalidSchemaException=deefc61d
          io DocumentInputSource=bee16894 SAXEventRecorder=389c2d8e STAXEventWriter=2adcfe2c
          jaxb JAXBObjectModifier=389f3b40
          rule Pattern=42499395
          tree NamespaceStack=13b4e717
          + bean dom dtd rule/pattern swing util xpath xpp
        org.freemarker freemarker - freemarker 1192 a50aaf9a60f8e71a libfreemarker-java=2.3.31-2
          cache StatefulTemplateLoader=e1090dd7
          core BuiltInForHashEx=c8e9ec14 BuiltInForMarkupOutput=7278345c NonDateException=a58a9509
            SimpleCharStream=895a5e5b
          ext/beans BeansWrapperBuilder=d4325cb0 ConstructorMatcher=ed563926 OverloadedMethodsModel=92a4275d
          ext/jsp FreeMarkerPageContext=6e14707c
          template IteratorToTemplateModelIteratorAdapter=d09b7fed TemplateModelException=fa90c134
          template/utility StandardCompress=a3ef04b0
          + debug debug/impl ext/ant ext/dom ext/jdom ext/jython ext/rhino ext/servlet ext/util ext/xml log
        org.fusesource.hawtjni hawtjni-runtime 1.18 org/fusesource/hawtjni/runtime 16 386794affa2f7093 libhawtjni-runtime-java=1.18-1
          . ArgFlag=fcea9c82 ClassFlag=3395554f JNIEnv=f87dad69 NativeStats=54276211 PointerMath=7029c438
            T32=4418c095
        org.fusesource.jansi jansi - org/fusesource/jansi 24 8b1f153449301fb6 libjansi1-java=1.18-3
          . Ansi=51051589 AnsiConsole=1996a4e5 AnsiMain=4d8cd3f7 AnsiOutputStream=30526bc9 AnsiRenderer=36670e71
            FilterPrintStream=84823ab6
        org.fusesource.jansi jansi 2.4.0 org/fusesource/jansi 47 670f37ca0df57033 libjansi-java=2.4.0-2
          . Ansi=09526e5b AnsiColors=92616b15 AnsiConsole=b2c6b072 AnsiMain=4d8cd3f7 AnsiRenderer=36670e71
            WindowsSupport=e79d362e
          internal JansiLoader=b769adce OSInfo=6fc8ae6a
          io AnsiOutputStream=2e46a34d Colors=a4ff8d4b ColorsAnsiProcessor=08b69404
            FastBufferedOutputStream=da0b552d
        org.glassfish javax.json 1.1.2 org/glassfish/json 60 ba9bd979afb63de9 libjsonp-java=1.1.2-3
          . BufferPoolImpl=f270d8af JsonMessages=aaf52a88 JsonPointerImpl=778315dc JsonProviderImpl=7f5fb863
            JsonTokenizer=e363a4d9 UnicodeDetectingInputStream=d0db0d66
          api BufferPool=4d4af215
        org.hibernate hibernate-commons-annotations 3.2.0.Final org/hibernate/annotations/common 61 6ac777e2d5cb962b libhibernate-commons-annotations-java=3.2.0.Final-4
          annotationfactory AnnotationDescriptor=9d73a415
          reflection ReflectionManager=ef6ed071 XClass=f3047a03
          reflection/java JavaAnnotationReader=0f7a1b0d JavaXArrayType=0e5d420e JavaXMember=e65d1add
            JavaXPackage=a0815cfe JavaXProperty=54dd8637 Pair=5c71e38e
          reflection/java/generics CompoundTypeEnvironment=5999cf2d SimpleTypeEnvironment=005aa309
            TypeFactory=1cd7de76
          + . util
        org.iq80.leveldb leveldb 0.7 org/iq80/leveldb 136 0e305a3d1000f49b libleveldb-java=0.7-2
          impl DbLock=c2b41884 LogMonitor=723a9f9e LogMonitors=76941c05 MemTable=84d76ab8
            SeekingIterator=3c59f4b6 SequenceNumber=9d7f5da8
          table FileChannelTable=90ad3d0f
          util BasicSliceOutput=7a8d51d7 ByteBufferSupport=38ca7ca9 InternalIterator=1157d1b9
            InternalTableIterator=341d0f22 Level0Iterator=000b854f
        org.iq80.leveldb leveldb-api 0.7 org/iq80/leveldb 13 7acf524bdcf0b351 libleveldb-api-java=0.7-2
          . DBFactory=7da2b059 Options=3bab407d ReadOptions=e62c3c2c Snapshot=e1269fa5 WriteBatch=055cfb52
            WriteOptions=05a7297f
        org.javassist javassist 3.27.0-GA javassist 426 560144f2bfad543c libjavassist-java=1:3.27.0-1
          . ClassPoolTail=f1841253 CtNewWrappedConstructor=87e97f73 JarDirClassPath=9ee9ca71
          bytecode Descriptor=79ab3ade NameAndTypeInfo=19161409
          bytecode/analysis MultiArrayType=bee099fe
          compiler MemberResolver=609ddc89
          compiler/ast StringL=25698e20
          expr Cast=cec4c30c
          runtime Inner=fa3df4f2
          util Trigger=320a563b
          util/proxy SecurityActions=b4fbca08
          + bytecode/annotation bytecode/stackmap convert scopedpool tools tools/reflect tools/rmi tools/web
        org.jboss jboss-vfs 3.2.15.Final org/jboss/vfs 109 9926daefa3c56a06 libjboss-vfs-java=3.2.15.Final-2
          . VirtualFilePermissionCollection=51ede29f
          protocol AbstractLocalURLStreamHandler=ba63c243 VirtualFileURLConnection=18d0f534
          spi AssemblyFileSystem=06c247c4 RootFileSystem=497d70b8
          util AbstractVirtualFileVisitor=228248e7 FileNameVirtualFileFilter=97450439
            IncludeExcludeVisitorAttributes=ad7ecdcb LazyInputStream=6031dbed PathTokenizer=4ed0dce8
          util/automount MountOwner=a5ec4e37 VirtualFileOwner=02b581e6
          + protocol/file protocol/vfs
        org.jboss.logging jboss-logging 3.5.0.Final org/jboss/logging 34 f2b4b0c8df0da641 libjboss-logging-java=3.5.0-2
          . JBossLogManagerProvider=18aa4dc0 JBossLogRecord=7031f716 LoggerProviders=f96b673f MDC=87c790d1
            SecurityActions=6fd9226c Slf4jLogger=a007fb98
        org.jboss.modules jboss-modules 2.1.0.Final org/jboss/modules 219 b837bbe951a155b7 libjboss-modules-java=2.1.0-1
          . JDKModuleFinder=3126c37c JDKPaths=1408d7bd ModuleClassLoader=2da651b8
            ModuleClassLoaderFactory=635ffdf1 PackageSpec=13bc15eb SecurityActions=dc501df6
          log StreamModuleLogger=b4529819
          management ObjectProperties=e87e8e39
          maven DefaultMavenResolver=5325c300 MavenResolver=d7930aa8
          security FactoryPermissionCollection=fadbe5d0 ImmediatePermissionFactory=3d419b80
          + _private filter ref xml
        org.jboss.threads jboss-threads 3.5.0.Final org/jboss/threads 79 e1e1768fdcbba934 libjboss-threads-java=3.5.0-1
          . EnhancedQueueExecutorBase3=61b5a443 JBossExecutors=267289f5 JBossThreadFactory=78763c8b
            NullRunnable=bfc682e9 SimpleDirectExecutor=5989e18b ViewExecutor=d10d2eeb
          management ManageableThreadPoolExecutorService=caaa9f25 StandardThreadPoolMXBean=297eb49a
        org.jctools jctools-core - org/jctools 154 c8a210c90fb1b5cc libjctools-java=2.0.2-1
          maps AbstractEntry=9de29147
          queues BaseLinkedQueueConsumerNodeRef=08f3da1d BaseMpscLinkedArrayQueueColdProducerFields=3d44ef87
            BaseMpscLinkedArrayQueuePad3=154112a0 BaseSpscLinkedArrayQueueConsumerField=1a644a6e
            MpmcArrayQueue=adf71523 SpmcArrayQueueL2Pad=a0468149
          queues/atomic BaseLinkedAtomicQueue=437e2c18 BaseSpscLinkedAtomicArrayQueueProducerFields=74eebc21
            MpmcAtomicArrayQueue=d6a8f380 SpscGrowableAtomicArrayQueue=51c046a8
          queues/spec Preference=f04c0ed9
          + util
        org.jline jline 3.3.1 org/jline 207 6158b9ddea9c74c7 libjline3-java=3.3.1-3
          builtins Commands=8b6a6a7c ScreenTerminal=77c19f7c
          reader Buffer=b3ff9e3c EOFError=eedf37b3 SyntaxError=a1bc06ec Widget=e93c7c02
          terminal/impl PosixPtyTerminal=da93b047
          terminal/impl/jansi JansiNativePty=a2489573
          terminal/impl/jansi/solaris SolarisNativePty=8d72db3a
          terminal/impl/jna/solaris SolarisNativePty=5da66729
          terminal/spi Pty=0a61f670
          utils InfoCmp=49f89ca4
          + keymap reader/impl reader/impl/completer reader/impl/history terminal terminal/impl/jansi/freebsd
            terminal/impl/jansi/linux terminal/impl/jansi/osx terminal/impl/jansi/win terminal/impl/jna
            terminal/impl/jna/freebsd terminal/impl/jna/linux terminal/impl/jna/osx terminal/impl/jna/win
        org.jline jline-builtins 3.3.1 org/jline/builtins 49 c752e20ca31f3669 libjline3-java=3.3.1-3
          . Commands=8b6a6a7c Completers=fa3df4f2 Nano=085f61d9 Options=dba0e61f ScreenTerminal=77c19f7c
            Source=64a821ec
        org.jline jline-terminal-jansi 3.3.1 org/jline/terminal/impl/jansi 7 4087cc6f768a0b93 libjline3-java=3.3.1-3
          . JansiNativePty=a2489573 JansiSupportImpl=bdaf1682
          freebsd FreeBsdNativePty=aa2b1a3e
          linux LinuxNativePty=63cc013c
          osx OsXNativePty=fd7e981a
          solaris SolarisNativePty=8d72db3a
          win JansiWinSysTerminal=8e95d483
        org.jline jline-terminal-jna 3.3.1 org/jline/terminal/impl/jna 36 6e4121f391d2d8ed libjline3-java=3.3.1-3
          . JnaNativePty=9543b3e0 JnaSupportImpl=770f3f5f
          freebsd CLibrary=4cb4d4ca
          linux CLibrary=13af4f31 LinuxNativePty=24f19b45
          osx CLibrary=f50be170
          solaris CLibrary=35ea61d6 SolarisNativePty=5da66729
          win AnsiOutputStream=54d2ac7c JnaWinSysTerminal=95e8acec Kernel32=c1e278de
            WindowsAnsiOutputStream=c602e3a3
        org.jsoup jsoup 1.15.3 org/jsoup 259 ceb172f60ff09e52 libjsoup-java=1.15.3-1
          . UncheckedIOException=3901ad90
          helper CookieUtil=64ed2fd7 HttpConnection=f2d380bb
          internal FieldsAreNonnullByDefault=4418c095 Normalizer=2037b2d0 ReturnsAreNonnullByDefault=4418c095
          nodes Attribute=5ad56fa8 LeafNode=7aa68536 PseudoTextElement=a13702da
          parser TreeBuilder=05621526
          select Elements=aee3e6b8 NodeVisitor=0e4e73ff
          + safety
        org.lz4 lz4-java 1.8.0 net/jpountz 80 447237183814b823 liblz4-java=1.8.0-3
          lz4 LZ4BlockOutputStream=0ebd9ddc LZ4CompressorWithLength=544194a3 LZ4FrameInputStream=30268c3a
            LZ4HCJNICompressor=c29e081a LZ4JavaSafeCompressor=cc90a0fc LZ4JavaSafeFastDecompressor=a02f4e29
          xxhash AbstractStreamingXXHash32Java=a22f7a30 StreamingXXHash32JavaUnsafe=0f362640
            StreamingXXHash64=d46914a7 XXHash32JNI=74b78152 XXHash32JavaSafe=74b78152 XXHash64JavaSafe=1f16f2ab
          + util
        org.mariadb.jdbc mariadb-java-client 2.7.6 org/mariadb/jdbc 235 eba4adeca0ba7ef2 libmariadb-java=2.7.6-1
          . MariaDbBlob=dd88656b MariaDbResultSetMetaData=3d4efbf5 UrlParser=7f10d177
          internal/com/read ErrorPacket=82a5189b
          internal/com/read/dao Results=feab10c1
          internal/com/send ComStmtPrepare=4e8fac4f
          internal/com/send/parameters NullParameter=7222a8ba TimeParameter=3769c8f8
          internal/logging ProtocolLoggingProxy=4ae77898
          internal/osgi MariaDbDataSourceFactory=8fd7c907
          internal/protocol AuroraProtocol=23873e31
          internal/util CallableStatementCache=67014459
          + authentication credential credential/env credential/system internal internal/com
            internal/com/read/resultset internal/com/read/resultset/rowprotocol internal/com/send/authentication
            internal/com/send/authentication/ed25519 internal/com/send/authentication/ed25519/math
            internal/com/send/authentication/ed25519/math/ed25519 internal/com/send/authentication/ed25519/spec
            internal/com/send/authentication/gssapi internal/failover internal/failover/impl
            internal/failover/thread internal/failover/tools internal/io internal/io/input internal/io/output
            internal/io/socket internal/protocol/tls internal/util/constant internal/util/dao
            internal/util/exceptions internal/util/pid internal/util/pool internal/util/scheduler tls util
        org.msgpack msgpack-core 0.9.3 org/msgpack 106 94200ba66324261f libmsgpack-java=0.9.3-1
          core MessageSizeException=c2ee5822
          core/buffer ArrayBufferInput=75790a40 ChannelBufferInput=2cc2a74b MessageBufferOutput=e2f5e9ba
            MessageBufferU=17521e1e
          value ImmutableBooleanValue=83094ce1 ImmutableIntegerValue=87cc836a NilValue=112c2418
            TimestampValue=f90cb4ae Value=b2e383fb Variable=0d5cf5a5
          value/impl ImmutableExtensionValueImpl=41c0f551
          + core/annotations
        org.msgpack msgpack-jackson 0.9.3 org/msgpack/jackson/dataformat 24 637bd7b9b444076c libmsgpack-java=0.9.3-1
          . ExtensionTypeCustomDeserializers=ab195f62 MessagePackFactory=f986ac93 MessagePackParser=657f3804
            MessagePackSerializedString=61346f5d MessagePackSerializerFactory=fac49283 Tuple=570f07b0
        org.mvel mvel2 2.4.4.Final org/mvel2 476 49964fc2b1b9aa1c libmvel-java=2.4.4-1
          ast Sign=c0677ddf
          compiler EndWithValue=59bc8bbe
          integration/impl SimpleSTValueResolver=65d063af
          optimizers/impl/refl/nodes ArrayAccessorNest=e810b08d ConstructorAccessor=33c55ccb
            ListAccessorNest=b817fcb7
          templates/res CodeNode=e47e4424 CompiledIfNode=4248500a
          templates/util TemplateTools=aa6fa3a6
          templates/util/io StringBuilderStream=07dca2cf
          util LineMapper=03600586 Soundex=46b594a4
          + . conversion debug integration jsr223 math optimizers optimizers/dynamic optimizers/impl/asm
            optimizers/impl/refl optimizers/impl/refl/collection sh sh/command/basic sh/command/file sh/text
            templates
        org.objenesis objenesis 3.3 org/objenesis 43 49e8b5943df87d3e libobjenesis-java=3.3-3
          . ObjenesisHelper=9f0ccb7f ObjenesisSerializer=25d4511b
          instantiator ObjectInstantiator=4ad96878
          instantiator/annotations Instantiator=f8991cae
          instantiator/basic DelegatingToExoticInstantiator=591a74fd FailingInstantiator=8ac77322
            ObjectInputStreamInstantiator=8ac77322
          instantiator/gcj GCJInstantiator=9d7393fb
          instantiator/sun SunReflectionFactorySerializationInstantiator=8ac77322
          strategy BaseInstantiatorStrategy=17e538f7 InstantiatorStrategy=476c7319 PlatformDescription=ad45c96c
          + instantiator/android instantiator/perc instantiator/util
        org.ow2.asm asm 9.4 org/objectweb/asm 37 7b214eb68261bbf3 libasm-java=9.4-1
          . Attribute=421a6e4b ClassWriter=26da4a85 Constants=e77cb594 ModuleWriter=995b9637
            RecordComponentWriter=99928c2f Symbol=176fa09b
          signature SignatureReader=042d0554 SignatureVisitor=c9d19608 SignatureWriter=da5a87fa
        org.ow2.asm asm-analysis 9.4 org/objectweb/asm/tree/analysis 14 2b115f2752cbc576 libasm-java=9.4-1
          . BasicInterpreter=6a5fc89d BasicValue=d3133d6c SimpleVerifier=99d6c18b SourceValue=951b4290
            Subroutine=a939bdc6 Value=f5f6b5c4
        org.ow2.asm asm-commons 9.4 org/objectweb/asm/commons 32 30c0107db1d6e88d libasm-java=9.4-1
          . AnnotationRemapper=f04e5efc ClassRemapper=4428e1d6 JSRInlinerAdapter=e499e698 Method=89036161
            ModuleTargetAttribute=098602ee RemappingFieldAdapter=942f0df3
        org.ow2.asm asm-tree 9.4 org/objectweb/asm/tree 38 4bdee207d2d52dd1 libasm-java=9.4-1
          . AbstractInsnNode=3a835d71 AnnotationNode=61630907 FieldInsnNode=19f5e110 ModuleNode=0dd33782
            ModuleRequireNode=2ce7ad64 TypeInsnNode=23dcb0a4
        org.ow2.asm asm-util 9.4 org/objectweb/asm/util 26 87c33a7c64c53a5f libasm-java=9.4-1
          . ASMifier=850d1e97 ASMifierSupport=05943d98 CheckFrameAnalyzer=3de0ee76 CheckModuleAdapter=aea52f02
            TraceAnnotationVisitor=3aaf37d1 TraceModuleVisitor=3f1c5b90
        org.postgresql postgresql 42.5.5 org/postgresql 462 779c3210c068ef12 libpostgresql-jdbc-java=42.5.5-0+deb12u1
          copy CopyOut=e6a1fa7b
          geometric PGline=931b0712 PGlseg=b2bdd653 PGpath=b245623e
          gss GSSOutputStream=349f51a5
          hostchooser HostRequirement=d0891453
          jdbc BatchResultHandler=6c76b007
          replication/fluent/physical ChainedPhysicalCreateSlotBuilder=c16e4425 PhysicalStreamBuilder=2576ac43
          shaded/com/ongres/scram/client ScramSession=8c3e793e
          translation messages_ja=bfaef564
          util PGmoney=c789e349
          + . core core/v3 core/v3/adaptivefetch core/v3/replication ds ds/common fastpath jdbc2 jdbc2/optional
            jdbc3 jdbcurlresolver jre7/sasl largeobject plugin replication replication/fluent
            replication/fluent/logical shaded/com/ongres/saslprep shaded/com/ongres/scram/common
            shaded/com/ongres/scram/common/bouncycastle/base64 shaded/com/ongres/scram/common/bouncycastle/pbkdf2
            shaded/com/ongres/scram/common/exception shaded/com/ongres/scram/common/gssapi
            shaded/com/ongres/scram/common/message shaded/com/ongres/scram/common/stringprep
            shaded/com/ongres/scram/common/util shaded/com/ongres/stringprep ssl ssl/jdbc4 sspi util/internal xa
            xml
        org.reactivestreams reactive-streams 1.0.3 org/reactivestreams 13 c828ba1cdfb8b53b libreactive-streams-java=1.0.3-1
          . FlowAdapters=0157fdfe Processor=6dbf028d Publisher=c69b625b Subscriber=c52f9269 Subscription=8dc04c57
        org.simpleframework simple-xml 2.7.1 org/simpleframework/xml 378 5b63682bda341b02 libsimple-xml-java=2.7.1-4
          . NamespaceList=664bc40a
          core CompositeMapUnion=34351c36 MethodPart=2f1d860b Policy=68095e27 TextException=f8f5fe8a
          strategy Allocate=ae82d0f4 Contract=a933c37f
          stream Attribute=cc160549 EventNode=28e6fbb3 Formatter=9da4b347 NodeException=200b7f16
          util LimitedCache=18cd54da
          + convert filter transform
        org.slf4j jcl-over-slf4j 1.7.32 org/apache/commons/logging 9 31063d0fb61f7352 libslf4j-java=1.7.32-1
          . Log=6cd3d7b4 LogConfigurationException=c0292f36 LogFactory=bb18437b
          impl NoOpLog=8fe4b244 SLF4JLocationAwareLog=86d414c2 SLF4JLog=8359a09c SLF4JLogFactory=fbe7e98a
            SimpleLog=d01a160e
        org.slf4j log4j-over-slf4j 1.7.32 org/apache/log4j 30 f1a23fca26cc7592 libslf4j-java=1.7.32-1
          . Appender=c6c4ecfd ConsoleAppender=186c9fd1 Layout=fa3df4f2 LogManager=2f7e2104 MDC=e94885ab
            PropertyConfigurator=f1614f8b
          helpers LogLog=2b7691d6
          spi Configurator=a89c4532 ErrorHandler=fa3df4f2 HierarchyEventListener=c7430a55 LoggerFactory=fe7cf03e
            LoggingEvent=fa3df4f2
          + xml
        org.slf4j slf4j-api 1.7.32 org/slf4j 34 318ce9c1b828e716 libslf4j-java=1.7.32-1
          . LoggerFactory=a35af340 MDC=f5be292d
          event EventConstants=b0f597e2 LoggingEvent=165cc21b SubstituteLoggingEvent=4f049bce
          helpers MessageFormatter=92bf8f91 NOPLogger=20f804b3 NOPLoggerFactory=c53bd91f NOPMDCAdapter=80f2198f
            SubstituteLogger=fe830f4f SubstituteLoggerFactory=2523cb75
          spi LoggerFactoryBinder=64437dcc
        org.slf4j slf4j-jcl 1.7.32 org/slf4j/impl 5 e6bc5c35471d20a7 libslf4j-java=1.7.32-1
          . JCLLoggerAdapter=e4873fff JCLLoggerFactory=d1a00954 StaticLoggerBinder=5976b8f3
            StaticMDCBinder=44e585c3 StaticMarkerBinder=e4d8fe0d
        org.slf4j slf4j-jdk14 1.7.32 org/slf4j/impl 5 ce9f75d8e2da0bc9 libslf4j-java=1.7.32-1
          . JDK14LoggerAdapter=08e4e637 JDK14LoggerFactory=c382b6d6 StaticLoggerBinder=5976b8f3
            StaticMDCBinder=44e585c3 StaticMarkerBinder=e4d8fe0d
        org.slf4j slf4j-log4j12 1.7.32 org 8 ad9b8e7c2f0ce8b1 libslf4j-java=1.7.32-1
          apache/log4j MDCFriend=0fc9e9fa
          slf4j/impl Log4jLoggerAdapter=c9cf1393 Log4jLoggerFactory=c382b6d6 Log4jMDCAdapter=80f2198f
            StaticLoggerBinder=5976b8f3 StaticMarkerBinder=e4d8fe0d VersionUtil=86864504
        org.slf4j slf4j-migrator 1.7.32 org/slf4j/migrator 24 f0deb4e8ae4d2cf9 libslf4j-java=1.7.32-1
          . Constant=99382da2 ConversionException=392b71d4 Main=aafbc55b ProjectConverter=dea11e59
            RuleSetFactory=9f10e18b
          helper SpringLayoutHelper=5ec210be
          internal ConversionTask=14d55490 MigratorFrame=9475d0b7
          line EmptyRuleSet=c6f24222 JULRuleSet=e4d960fa Log4jRuleSet=e4d960fa RuleSet=5baebe7b
        org.slf4j slf4j-simple 1.7.32 org/slf4j/impl 10 2559004935f52048 libslf4j-java=1.7.32-1
          . OutputChoice=3e5843eb SimpleLogger=0998eb23 SimpleLoggerConfiguration=362d42fb
            SimpleLoggerFactory=1caae01d StaticLoggerBinder=5976b8f3 StaticMarkerBinder=e4d8fe0d
        org.springframework spring-aop 4.3.30.RELEASE org/springframework/aop 260 723f100b25b2c430 libspring-aop-java=4.3.30-2
          . Pointcut=9720769d PointcutAdvisor=2e0d38b6 SpringProxy=d4fa5f80
          aspectj DeclareParentsAdvisor=9d78e474
          aspectj/annotation AnnotationAwareAspectJAutoProxyCreator=ef0d7929
          config SimpleBeanFactoryAwareAspectInstanceFactory=6d115461
          framework/adapter AfterReturningAdviceInterceptor=7317942f UnknownAdviceTypeException=01e7596e
          interceptor AbstractMonitoringInterceptor=63bb8092 ExposeBeanNameAdvisors=84bcf250
          support DelegatingIntroductionInterceptor=8d73aab6
          target ThreadLocalTargetSourceStats=4bab9f7f
          + aspectj/autoproxy framework framework/autoproxy framework/autoproxy/target scope support/annotation
            target/dynamic
        org.springframework spring-aspects 4.3.30.RELEASE org/springframework 34 eaf1f4d636faeb04 libspring-aop-java=4.3.30-2
          beans/factory/aspectj AnnotationBeanConfigurerAspect=4650f4f6 ConfigurableObject=d4fa5f80
            GenericInterfaceDrivenDependencyInjectionAspect=ff140afc
          cache/aspectj AnyThrow=5516f86f AspectJCachingConfiguration=0acb6914
            AspectJJCacheConfiguration=9168325a
          context/annotation/aspectj EnableSpringConfigured=4418c095
          mock/staticmock AnnotationDrivenStaticEntityMockingControl=7d252b47 MockStaticEntityMethods=4418c095
          orm/jpa/aspectj JpaExceptionTranslatorAspect=5074213b
          scheduling/aspectj AbstractAsyncExecutionAspect=6437433a
          transaction/aspectj AnnotationTransactionAspect=fab25b1d
        org.springframework spring-beans 4.3.30.RELEASE org/springframework/beans 406 167cc9e143a534af libspring-beans-java=4.3.30-2
          . PropertyValues=e0e4d211
          factory Aware=d4fa5f80 DisposableBean=8cbc3468
          factory/access BeanFactoryLocator=c55b217e
          factory/annotation Lookup=1571d4d0
          factory/config BeanReference=08e6e09a DeprecatedBeanWarner=006370d0 SetFactoryBean=bb3e4472
          factory/parsing ParseState=97e66db0
          factory/support MethodReplacer=5e1b1ff4
          propertyeditors CustomCollectionEditor=1d16236c ReaderEditor=46b545a4
          + annotation factory/access/el factory/groovy factory/serviceloader factory/wiring factory/xml support
        org.springframework spring-core 4.3.30.RELEASE org/springframework 798 6490cfc62a66206d libspring-core-java=4.3.30-2
          cglib/proxy BridgeMethodResolver=f4f862dd
          cglib/reflect FastClass=3e6bb221
          core BridgeMethodResolver=8cea8e5e MethodParameter=9c6acac0
          core/annotation OrderUtils=5a50d809
          core/convert ConversionService=fb7d6bd7
          core/env PropertyResolver=560907d1
          core/io InputStreamSource=0b10ff6a
          core/type/classreading SimpleMetadataReader=51c8f173
          objenesis/instantiator/basic ObjectInputStreamInstantiator=8ac77322
          util JdkIdGenerator=237b4837 StreamUtils=f2693802
          + asm cglib cglib/beans cglib/core cglib/core/internal cglib/transform cglib/transform/impl cglib/util
            core/convert/converter core/convert/support core/io/support core/serializer core/serializer/support
            core/style core/task core/task/support core/type core/type/filter lang objenesis
            objenesis/instantiator objenesis/instantiator/android objenesis/instantiator/annotations
            objenesis/instantiator/gcj objenesis/instantiator/perc objenesis/instantiator/sun
            objenesis/instantiator/util objenesis/strategy util/backoff util/comparator util/concurrent util/xml
        org.springframework spring-expression 4.3.30.RELEASE org/springframework/expression 150 a4ea6f36a28929a0 libspring-expression-java=4.3.30-2
          . ExpressionInvocationTargetException=95e2568a MethodExecutor=e524f3b4 OperatorOverloader=0545e7a8
            TypeComparator=3f3118c7 TypeLocator=b8e4203d
          spel SpelNode=3b361d35
          spel/ast BeanReference=8efb7641 FunctionReference=ed686864 OpMultiply=b61cc6f5 OpNE=cf1411e1
            PropertyOrFieldReference=f7ea3c09 SpelNodeImpl=259f6118
          + common spel/standard spel/support
        org.tukaani xz 1.9 org/tukaani/xz 116 422ed4f2963b1af2 libxz-java=1.9-1
          . DeltaEncoder=ba6f210c DeltaOutputStream=8cb8ca7b FilterDecoder=3f4fe777 LZMA2InputStream=3f07edf3
            XZFormatException=f2f5bc38 XZOutputStream=9ff88dd2
          check SHA256=e0631106
          delta DeltaEncoder=92d67e36
          lz BT4=9b27f175 Hash234=9c55f742 LZEncoder=472d4e2a
          rangecoder RangeDecoderFromBuffer=81c880b4
          + common index lzma simple
        org.unbescape unbescape 1.1.5.RELEASE org/unbescape 67 e616c583b8ceebc6 libunbescape-java=1.1.5-1.1
          css CssEscape=23e12361 CssIdentifierEscapeLevel=f7e5e40a CssUnescapeUtil=55b902fc
          html HtmlEscapeSymbols=864680da HtmlEscapeUtil=02fc4523
          java JavaEscape=2882c862
          javascript JavaScriptEscapeType=baa1b83d
          json JsonEscape=e2692a15
          uri UriEscapeUtil=0c4c28b7
          xml XmlCodepointValidator=cd561e55 XmlEscape=0a85623f XmlEscapeUtil=1873b915
          + csv properties
        org.xerial sqlite-jdbc 3.40.1.0 org/sqlite 113 ee4479f9cb198448 libxerial-sqlite-jdbc-java=3.40.1.0+dfsg-1+deb12u1
          . BusyHandler=ebc5a5e6 JDBC=607a662b SQLiteConfig=f6669485 SQLiteLimits=69d553b0
            SQLiteOpenMode=08199202
          date DateFormatUtils=52558634 FastDatePrinter=a29491d7
          jdbc3 JDBC3Connection=84df8369 JDBC3DatabaseMetaData=3e4fdf65
          jdbc4 JDBC4Connection=cbd8425e JDBC4ResultSet=bf3c9811
          util QueryUtils=42c772c2
          + core javax
        org.xerial.snappy snappy-java 1.1.8.3 org/xerial/snappy 45 4e52b3e6c139dfdc libsnappy-java=1.1.8.3-1
          . BitShuffleNative=4cd34f9b OSInfo=de259ae9 Snappy=5f1cf53d SnappyApi=c6adf907
            SnappyFramedOutputStream=c8481b74 SnappyNative=8d0acb56
          buffer CachedBufferAllocator=607819a2 DefaultBufferAllocator=6b8d043e
          pool CachingBufferPool=dff8005c
          pure PureJavaSnappy=e63c7553 SnappyConstants=657a28a5 SnappyRawDecompressor=225f290c
        org.yaml snakeyaml 1.33 org/yaml/snakeyaml 225 6bb8d3d6e05dc2c4 libyaml-snake-java=1.33-2
          comments CommentType=a8e4045e
          external/com/google/gdata/util/common/base UnicodeEscaper=26293863
          introspector MethodProperty=8dcae7bc PropertySubstitute=b57ad53d PropertyUtils=5c2a7953
          nodes NodeId=af2a7bdd
          representer Representer=4ce17418
          resolver ResolverTuple=489a3928
          serializer NumberAnchorGenerator=8ed0719b
          tokens FlowMappingEndToken=6ca16a2d FlowSequenceEndToken=6ca16a2d StreamStartToken=6ca16a2d
          + . composer constructor emitter env error events extensions/compactnotation external/biz/base64Coder
            parser reader scanner util
        oro oro 2.0.8 org/apache/oro 62 42a2c3c48ae10fcc liboro-java=2.0.8a-14
          text MalformedCachePatternException=43e8f523 PatternCache=e72bd282 PatternCacheFIFO=1636a03a
          text/awk CharacterClassNode=e822b176 LeafNode=3320b3f4 PlusNode=ec546e2f TokenNode=d8d4ab6b
          text/regex Pattern=647d8b42 Perl5Compiler=4dc4c5f9 Perl5Repetition=a42e3e96 StringSubstitution=5bbcbfa1
          util CacheFIFO2=7bef8b5a
          + io text/perl
        se.akerfeldt okhttp-signpost 1.1.0 se/akerfeldt/okhttp/signpost 5 9ec7bf04c7219e5f libokhttp-signpost-java=1.1.0-2
          . OkHttpOAuthConsumer=0ebda22c OkHttpOAuthProvider=8394a691 OkHttpRequestAdapter=cf3c71c4
            OkHttpResponseAdapter=95470bbe SigningInterceptor=a1696776
        wsdl4j wsdl4j 1.6.3 . 143 ae9c0e8e60641f53 libwsdl4j-java=1.6.3-4.1
          com/ibm/wsdl ImportImpl=08c7b3ba
          com/ibm/wsdl/extensions/http HTTPOperationImpl=107241a5 HTTPOperationSerializer=a371c65b
          com/ibm/wsdl/extensions/mime MIMEMultipartRelatedImpl=1dd543b9
          com/ibm/wsdl/extensions/schema SchemaReferenceImpl=862a2677
          com/ibm/wsdl/extensions/soap12 SOAP12HeaderSerializer=a371c65b
          com/ibm/wsdl/util/xml XPathUtils=4b9a36a1
          javax/wsdl Definition=7ddec1a0 Service=01fd2e70
          javax/wsdl/extensions/soap SOAPHeader=938c9ad8 SOAPOperation=16e14fab
          javax/wsdl/extensions/soap12 SOAP12HeaderFault=af098721
          + com/ibm/wsdl/extensions com/ibm/wsdl/extensions/soap com/ibm/wsdl/factory com/ibm/wsdl/util
            com/ibm/wsdl/xml javax/wsdl/extensions javax/wsdl/extensions/http javax/wsdl/extensions/mime
            javax/wsdl/extensions/schema javax/wsdl/factory javax/wsdl/xml
        xalan serializer 2.7.2 org/apache/xml/serializer 108 99f220fc05a1d704 libxalan2-java=2.7.2-4
          . SerializationHandler=1b1d3f24 SerializerBase=dad60e8d ToHTMLSAXHandler=dda62fad ToXMLStream=e47cc901
            TransformStateSetter=aac38dfe XSLOutputAttributes=00a2b270
          dom3 DOMConstants=dbb90f91 DOMErrorHandlerImpl=1d1553ff
          utils SerializerMessages_es=1a8a75b3 SerializerMessages_pt_BR=1a8a75b3
            SerializerMessages_zh_CN=52cab8f3 StringToIntTable=e2d81cbc
        xalan xalan 2.7.2 org/apache 1578 48bd7f4492d5aa73 libxalan2-java=2.7.2-4
          bcel/classfile ConstantCP=5d63786d RuntimeInvisibleAnnotations=c99bcd8d
          bcel/util Class2HTML=92cd6500 ClassSet=8a7297a5
          bcel/verifier NativeVerifier=9efdb69a
          xalan/processor TransformerFactoryImpl=868f5ec7
          xalan/xsltc/trax TransformerFactoryImpl=848b4348
          xml/dtm/ref CustomStringPool=b0b97a5e
          xml/utils IntStack=935af6a4
          xpath/domapi XPathNamespaceImpl=4f076eb9
          xpath/functions FuncFalse=82d2dc0b
          xpath/objects DTMXRTreeFrag=49d30b87
          + bcel bcel/generic bcel/verifier/exc bcel/verifier/statics bcel/verifier/structurals regexp xalan
            xalan/client xalan/extensions xalan/lib xalan/lib/sql xalan/res xalan/serialize xalan/templates
            xalan/trace xalan/transformer xalan/xslt xalan/xsltc xalan/xsltc/cmdline xalan/xsltc/cmdline/getopt
            xalan/xsltc/compiler xalan/xsltc/compiler/util xalan/xsltc/dom xalan/xsltc/runtime
            xalan/xsltc/runtime/output xalan/xsltc/util xml/dtm xml/dtm/ref/dom2dtm xml/dtm/ref/sax2dtm xml/res
            xml/utils/res xpath xpath/axes xpath/compiler xpath/jaxp xpath/operations xpath/patterns xpath/res
        xerces xercesImpl - org/apache 961 aa191a81f7b7631e libxerces2-java=2.12.2-1
          html/dom HTMLDirectoryElementImpl=95cf9882 HTMLMenuElementImpl=ca56c0ae
          xerces/dom DeferredDOMImplementationImpl=61e3347c
          xerces/dom3/as ASNotationDeclaration=ccce8c72 DOMASBuilder=507cbb31
          xerces/impl/dtd BalancedDTDGrammar=0a07fcfe
          xerces/impl/dv/dtd XML11IDDatatypeValidator=1882fada
          xerces/parsers StandardParserConfiguration=0515acd3
          xerces/util DOMInputSource=e1b5a54d IntStack=f2836239 XMLResourceIdentifierImpl=c27391dc
          xerces/xpointer XPointerHandler=2c280b7a
          + wml wml/dom xerces/dom/events xerces/impl xerces/impl/dtd/models xerces/impl/dv xerces/impl/dv/util
            xerces/impl/dv/xs xerces/impl/io xerces/impl/msg xerces/impl/validation xerces/impl/xpath
            xerces/impl/xpath/regex xerces/impl/xs xerces/impl/xs/identity xerces/impl/xs/models
            xerces/impl/xs/opti xerces/impl/xs/traversers xerces/impl/xs/util xerces/jaxp xerces/jaxp/datatype
            xerces/jaxp/validation xerces/stax xerces/stax/events xerces/xinclude xerces/xni xerces/xni/grammars
            xerces/xni/parser xerces/xs xerces/xs/datatypes xml/serialize
        xml-apis xml-apis-1.4 1.4.01 . 346 3fcc29665ebe5e6f libxml-commons-external-java=1.4.01-5
          javax/xml/stream/events Attribute=5b6f8131
          javax/xml/transform Result=5baf4863 Templates=fee5ab8a
          javax/xml/xpath XPath=a65bc93c
          org/w3c/dom Notation=adab84a5
          org/w3c/dom/css CSSStyleRule=43d94aff
          org/w3c/dom/html HTMLTextAreaElement=cdf35c87
          org/w3c/dom/ls LSParserFilter=d33ce087 LSResourceResolver=ced1d65f
          org/xml/sax DTDHandler=7b6913a4 SAXParseException=e3ba37b3 XMLReader=54d1069a
          + javax/xml javax/xml/datatype javax/xml/namespace javax/xml/parsers javax/xml/stream
            javax/xml/stream/util javax/xml/transform/dom javax/xml/transform/sax javax/xml/transform/stax
            javax/xml/transform/stream javax/xml/validation org/apache/xmlcommons org/w3c/dom/bootstrap
            org/w3c/dom/events org/w3c/dom/ranges org/w3c/dom/stylesheets org/w3c/dom/traversal org/w3c/dom/views
            org/w3c/dom/xpath org/xml/sax/ext org/xml/sax/helpers
        xml-apis xml-apis-ext 1.4.01 org/w3c 192 3ffc1fa5821fe0c2 libxml-commons-external-java=1.4.01-5
          css/sac CSSParseException=9c64613e ConditionalSelector=6084fb47 DocumentHandler=bf42c16e
            ElementSelector=3830d1c3 ErrorHandler=a3371224 SelectorList=f7291867
          dom/svg SVGAltGlyphItemElement=b147adda SVGFEDiffuseLightingElement=c5046a31 SVGFEFuncGElement=e1758408
            SVGFontFaceSrcElement=b147adda SVGImageElement=f2c5b380 SVGTransformList=afdb355c
          + css/sac/helpers dom/smil
        xml-resolver xml-resolver 1.2 org/apache/xml/resolver 32 8cc47aa995640c40 libxml-commons-resolver1.1-java=1.2-11
          . CatalogException=6cf64b2c NbCatalogManager=0403d0e4 Resolver=3e048676
          apps xparse=aafbc55b
          helpers FileURL=e619b56f
          readers DOMCatalogReader=634d3a04 SAXCatalogReader=98c36990 SAXParserHandler=4219e56e
            TextCatalogReader=e0594231
          tools NbCatalogResolver=64d4fe70 ResolvingXMLFilter=0005a89f ResolvingXMLReader=4067add3
        xom xom 1.3.8 nu/xom 119 4561926fa62fc233 libxom-java=1.3.8-1
          . Attribute=af71297b ISOCyrillicWriter=2477d251 IllegalAddException=f354aaf6
            IllegalCharacterDataException=ffd9bda7 Latin10Writer=2477d251 MalformedURIException=ffd9bda7
          canonical CanonicalizationException=4012a15e
          tests XOMTestCase=f5bbf15c
          xinclude BadHrefAttributeException=047eaac5 BadParseAttributeException=047eaac5
            XPointerException=cce2f94c
          xslt XOMResult=45e090ec
          + converters
        xpp3 xpp3 1.1.4c org/xmlpull/v1 50 fc734a5e09ea5b71 libxpp3-java=1.1.4c-3
          . XmlSerializer=a20e0867
          builder XmlBuilderException=3ff78c55 XmlContained=e8c8f96c XmlDoctype=e4c175da
            XmlInfosetBuilder=46ed83d3 XmlProcessingInstruction=2e41e2ca
          builder/adapter XmlAttributeAdapter=8f9799e0 XmlDocumentAdapter=c74eb437
          builder/impl XmlAttributeImpl=81851494 XmlCommentImpl=49cd28b4
          wrapper/classic StaticXmlPullParserWrapper=7fbddfc0 XmlSerializerDelegate=6a1e6951
          + dom2_builder parser_pool sax2 util wrapper
        xpp3 xpp3_xpath 1.1.4c org/xmlpull/v1/builder/xpath 182 b44d98f8647e61bb libxpp3-java=1.1.4c-3
          jaxen QualifiedName=d0f4e158 XPath=118a3560
          jaxen/expr PathExpr=43ac3e28 PredicateSet=6dd7471e
          jaxen/expr/iter IterableAxis=bffd59d2 IterableChildAxis=26e6d4b2
          jaxen/function LastFunction=7ba20953 LocalNameFunction=759f5b4c PositionFunction=ef920bc1
            StringLengthFunction=f1297d4f
          jaxen/pattern AnyChildNodeTest=db9000b0 Pattern=694a7c24
          + . impl jaxen/function/ext jaxen/util saxpath saxpath/com/werken/saxpath saxpath/conformance
            saxpath/helpers
        """
}
