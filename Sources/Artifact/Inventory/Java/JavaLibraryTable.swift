/// Well-known libraries by what relocation leaves of their classes. Made by `Tools/java-libraries/make.py`
/// from Debian packages, each named with its version at the end of the library's line.
///
/// A library: group, artifact, version, package, classes, digest of their code, source. Below it a folder
/// under the package, and classes of it with their shapes; after `+` further folders.
/// A line indented by four goes on.
enum JavaLibraryTable {
    static let text: StaticString = """
        antlr antlr 2.7.7 antlr 224 ff4310f59d829c98 libantlr-java=2.7.7+dfsg-12
          . ExceptionHandler=6d820d1d RecognitionException=55898c38 StringLiteralSymbol=2bf8f25e
          collections Enumerator=84fc40a6
          collections/impl LLCell=99c33c4f LLEnumeration=53ca0d26
          debug NewLineEvent=20a53e16 NewLineListener=988b8af1 ParserListener=02d76fe7
          preprocessor GrammarFile=0fd117f9 Option=cf13bfc1 Preprocessor=a63bb635
          + ASdebug actions/cpp actions/csharp actions/java actions/python build debug/misc
        aopalliance aopalliance - org/aopalliance 26 c2b07e9fd7f0c18f libaopalliance-java=20070526-7
          aop Advice=d4fa5f80 AspectException=b3179202
          instrument InstrumentationError=a868f9ed Instrumentor=3989f553 UndoNotSupportedException=ba7dd99f
          intercept FieldAccess=792c71da Joinpoint=bd1905c2 MethodInvocation=d9f9b41f
          reflect Member=37e7f9d1 Method=919629c4 UnitLocator=5f173cec
        args4j args4j 2.33 org/kohsuke/args4j 74 4dd40726cf42a8c5 libargs4j-java=2.33-2
          . Argument=f0c41421 CmdLineException=3706203b IllegalAnnotationError=b7b52141
          spi FloatOptionHandler=554aea0a RestOfArgumentsHandler=79305e5c ShortOptionHandler=6ac9b367
        cglib cglib 3.3.0 net/sf/cglib 249 491eabe24be11e05 libcglib-java=3.3.0-1
          beans BeanMap=de1795a1
          core ClassInfo=7c5d7f80 ClassNameReader=005d71da Predicate=46c199e3
          proxy BridgeMethodResolver=f4f862dd CallbackInfo=c953bf50 LazyLoaderGenerator=01a401c4
          reflect FastClass=3e6bb221 FastConstructor=ed9c47c9
          transform TransformingClassLoader=30fac09d
          transform/impl AddDelegateTransformer=69b6a472 FieldProvider=43d82d31
          + core/internal util
        ch.qos.logback logback-access 1.2.11 ch/qos/logback/access 84 f47bbf06fe0ab8c8 liblogback-java=1:1.2.11-3
          boolex JaninoEventEvaluator=edf069f6
          filter StatisticalView=6e1d5a7c StatisticalViewImpl=1ba52c1a
          jetty RequestLogImpl=7fbc3480
          joran JoranConfigurator=3df54af2
          net SSLSocketAppender=a81e2f55
          pattern RequestCookieConverter=e96c1cdb ResponseContentConverter=41c6ed59 ServerNameConverter=41c6ed59
          sift SiftAction=ad4dd85f SiftingJoranConfigurator=3c324f25
          spi AccessContext=f2222f11
          + . html joran/action net/server servlet tomcat
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
          . Parameter=4a3295b0 StringKey=c052ae77 Strings=e065b191
          converters BooleanConverter=a889248f FileConverter=5520fb7e StringConverter=d3a01461
          defaultprovider PropertyFileDefaultProvider=5af2d953
          internal Console=9297b87e DefaultConverterFactory=5d5739e7 Maps=a8d6b0a2
          validators NoValidator=fc94eb6f PositiveInteger=fc94eb6f
        com.esotericsoftware.kryo kryo 2.20 com/esotericsoftware/kryo 104 29ddeb1b76c1d7e5 libkryo-java=2.20-7
          . ClassResolver=b4a3a991 KryoSerializable=bd1bd42a Registration=236cf02d
          io InputChunked=f03c8266 Output=f9626ce1 OutputChunked=5480844d
          serializers FieldSerializer=32cdd5bd JavaSerializer=d0085faa MapSerializer=44763f8c
          util IdentityMap=b7c0cdb2 ListReferenceResolver=a94b445e MapReferenceResolver=7a285683
        com.fasterxml classmate 1.3.4 com/fasterxml/classmate 37 dc33c6b589bb9e62 libclassmate-java=1.3.4-2
          . AnnotationInclusion=845bcc01 Annotations=913d8fad MemberResolver=1b09e2cb
          members RawMethod=8d5dca84 ResolvedConstructor=89af8419 ResolvedMember=d3ae806d
          types ResolvedInterfaceType=11801e77 ResolvedObjectType=af96669b ResolvedRecursiveType=c691c1a0
          util ClassStack=aefe4921 MethodKey=0680380e ResolvedTypeCache=fa1b9823
        com.fasterxml.jackson.core jackson-core 2.14.1 com/fasterxml/jackson/core 153 618745a640d2349e libjackson2-core-java=2.14.1-2~deb12u1
          . JsonFactoryBuilder=a57cf3d3 StreamReadCapability=78255c35 StreamWriteCapability=2ff06ead
          format DataFormatDetector=2bcdb057 InputAccessor=427cc507
          io BigDecimalParser=95d006a6 IOContext=67ef4a70 JsonEOFException=d8acd6d0
          io/doubleparser FastFloatMath=072b4cab
          json JsonReadFeature=5165ba18
          sym Name2=e10eb4f8
          util JsonParserSequence=e87bf51a
          + async base exc filter io/schubfach json/async type
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
        com.fasterxml.jackson.dataformat jackson-dataformat-smile 2.7.8 com/fasterxml/jackson/dataformat/smile 17 2d0d272ccc6acf02 libjackson2-dataformat-smile=2.7.8-5+deb12u1
          . SmileFactory=7c835111 SmileParser=2c2aaab6 SmileUtil=9e128ee8
          async NonBlockingInputFeeder=79ae0368 NonBlockingParser=58885112 NonBlockingParserImpl=d57fcb26
        com.fasterxml.jackson.dataformat jackson-dataformat-xml 2.14.0 com/fasterxml/jackson/dataformat/xml 59 aafeb2363555836d libjackson2-dataformat-xml-java=2.14.0-1
          . DefaultingXmlTypeResolverBuilder=95c0148a JacksonXmlModule=779c2f19 XmlFactoryBuilder=90fb4265
          annotation JacksonXmlElementWrapper=2eeca518
          deser WrapperHandlingDeserializer=8583c43d XmlDeserializationContext=cb75f55e XmlReadContext=4c2da216
          jaxb XmlJaxbAnnotationIntrospector=69740dd0
          ser ToXmlGenerator=1b60e7f6 UnwrappingXmlBeanSerializer=069fed0f
          util DefaultXmlPrettyPrinter=bc8c69e2 TypeUtil=767f6512
        com.fasterxml.jackson.dataformat jackson-dataformat-yaml 2.8.11 com/fasterxml/jackson/dataformat/yaml 13 0aeaf85bbb0f768a libjackson2-dataformat-yaml=2.8.11-4
          . UTF8Reader=99d63ade YAMLMapper=65fbf7f0 YAMLParser=1fdd346b
          snakeyaml/error Mark=a297e25d MarkedYAMLException=d3056799 YAMLException=4dd7b38b
        com.fasterxml.jackson.datatype jackson-datatype-joda 2.12.1 com/fasterxml/jackson/datatype/joda 43 442ffe66d976a1e3 libjackson2-datatype-joda-java=2.12.1-1
          . JodaModule=2f7e749e
          cfg FormatConfig=2970766f JacksonJodaPeriodFormat=1fbce6fb
          deser DateTimeDeserializer=ff63f1b7 DurationDeserializer=c768d15b LocalTimeDeserializer=55e740c0
          deser/key LocalDateKeyDeserializer=8b884f2d LocalTimeKeyDeserializer=e74cf239
            PeriodKeyDeserializer=fd1cef03
          ser DateMidnightSerializer=1e5f5be8 DateTimeZoneSerializer=92f73bdc DurationSerializer=9091db59
        com.fasterxml.jackson.jr jackson-jr-objects 2.14.0 com/fasterxml/jackson/jr/ob 52 c005406d5787b707 libjackson2-jr-java=2.14.0-1
          . JSON=9d5d1f10 JSONComposer=2e9c941b JacksonJrExtension=1048a822
          api MapBuilder=20983d39 ReaderWriterModifier=c99705b8 ReaderWriterProvider=1624406c
          comp CollectionComposer=c55f2a3a MapComposer=70ff4f59 ObjectComposer=00b104eb
          impl AnyReader=9b24b0f7 BeanPropertyReader=af83c7d2 DeferredMap=6831ba05
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
          . PWR=4bd4b2ef SIA=4783d4b0 SISMWR=bce48b22
          stats CacheStats=0a1424c6 GuardedStatsCounter=d561a893 StatsCounter=34720877
        com.github.cliftonlabs json-simple 2.3.0 org/json/simple 29 f6c92220589b51a3 libjson-simple-java=2.3.0-1
          . DeserializationException=af5fd277 JSONAware=9649073b Yylex=ea43c99b
          parser JSONParser=ed618165 ParseException=9f18c049 Yylex=ea43c99b
        com.github.luben zstd-jni 1.5.2-5 com/github/luben/zstd 26 2339928ac4e45d97 libzstd-jni-java=1.5.2-5+ds-3
          . RecyclingBufferPool=c212d21c ZstdCompressCtx=1564b7cd ZstdOutputStreamNoFinalizer=dd648015
          util Native=ae18b5f9 ZstdVersion=877b8f68
        com.github.spullara.mustache.java codegen 0.9.1 com/github/mustachejava/codegen 17 de5161eacbe01b05 libmustache-java=0.9.1-1
          . CodeCompiler=c44486ca CodegenMustacheFactory=60f1298d CompiledCodes=24d2ad8b
          guards CompilableClassGuard=0f40be6e CompilableMapGuard=16151368 CompilableWrappedGuard=822b7dfe
        com.github.spullara.mustache.java compiler 0.9.1 com/github/mustachejava 79 65023d15fd120c92 libmustache-java=0.9.1-1
          . DefaultMustacheVisitor=0d2cd8ba MustacheFactory=92dadb44 TypeCheckingHandler=3f36d907
          codes DefaultMustache=bd4812db ExtendCode=912d22b1 ExtendNameCode=d27638bb
          functions TranslateBundleFunction=ef6678e8
          reflect Guard=fa64ac8d MissingWrapper=e1b81956 SimpleObjectHandler=c13dda9f
          reflect/guards DotGuard=158b7d21
          resolver FileSystemResolver=f9af65b4
          + util
        com.google.api-client google-api-client 1.27.1 com/google/api/client/googleapis 101 2771036c438c485d libgoogle-api-client-java=1.27.1-3
          auth/oauth2 GoogleIdToken=ffafac6e GoogleRefreshTokenRequest=15f1f203 GoogleTokenResponse=1ef0288b
          batch BatchUnparsedResponse=2969508b HttpRequestContent=97ac4c8f
          json GoogleJsonError=8ff8678a GoogleJsonErrorContainer=a299c0a3 GoogleJsonResponseException=dc080fc4
          media MediaHttpDownloader=158da83f
          notifications UnparsedNotification=3acd9971
          services AbstractGoogleClient=39fa2f53 AbstractGoogleClientRequest=c1a0d3d6
          + . apache auth/clientlogin batch/json compute javanet notifications/json services/json testing
            testing/auth/oauth2 testing/compute testing/json testing/notifications testing/services
            testing/services/json util
        com.google.auto.value auto-value 1.8.2 com/google/auto/value 123 c4468f9ddaf5c1c6 libgoogle-auto-value-java=1.8.2-2
          extension AutoValueExtension=874ef55d
          extension/memoized/processor ClassNames=e9745304 MemoizedValidator=3820bc86
          extension/serializable/processor ClassNames=0249a015
          extension/serializable/serializer/impl SerializerFactoryImpl=8c79378e
          extension/serializable/serializer/interfaces SerializerExtension=11dac710
          extension/toprettystring/processor Annotations=d943fe01 ClassNames=67e44a9f
            ToPrettyStringMethods=cc2491f1
          processor ClassNames=0aabd20c MissingTypes=2d037a56 TemplateVars=3c14fd89
          + extension/serializable/serializer extension/serializable/serializer/runtime
        com.google.auto.value auto-value-annotations 1.8.2 com/google/auto/value 9 b5a2eef1718fa820 libgoogle-auto-value-java=1.8.2-2
          . AutoBuilder=ffcbed66 AutoOneOf=cf407985 AutoValue=4418c095
          extension/memoized Memoized=4418c095
          extension/serializable SerializableAutoValue=4418c095
          extension/toprettystring ToPrettyString=4418c095
        com.google.code.findbugs jsr305 0.1-SNAPSHOT javax/annotation 35 3bc22e2657613e52 libjsr305-java=0.1~+svn49-11
          . ParametersAreNullableByDefault=4418c095 RegEx=3037e1d0 Signed=4418c095
          concurrent GuardedBy=1571d4d0 Immutable=4418c095 NotThreadSafe=4418c095
          meta Exclusive=4418c095 TypeQualifierDefault=fc74cb16 TypeQualifierNickname=4418c095
        com.google.code.gson gson 2.10 com/google/gson 212 326a12555b8fa8e6 libgoogle-gson-java=2.10-1
          . FieldAttributes=94794ce4 JsonDeserializer=e0e1505b LongSerializationPolicy=c3efb843
          internal GsonBuildConfig=445e11fb Primitives=1e345ca1 ReflectionAccessFilterHelper=c97036a6
          internal/bind JsonTreeWriter=6c90128f TreeTypeAdapter=02e93eb6 TypeAdapters=4425d903
          internal/sql SqlDateTypeAdapter=17e46bb8 SqlTimeTypeAdapter=ea3e5d5c
          stream JsonWriter=c3dd9010
          + annotations internal/bind/util internal/reflect reflect
        com.google.errorprone error_prone_annotations 2.18.0 com/google/errorprone/annotations 26 142e160139b644dd liberror-prone-java=2.18.0-1
          . CanIgnoreReturnValue=4418c095 ForOverride=4418c095 NoAllocation=4418c095
          concurrent GuardedBy=1571d4d0 LockMethod=7401f696 UnlockMethod=7401f696
        com.google.guava guava 31.1-jre com/google/common 2022 0b5936fea55be168 libguava-java=31.1-1
          collect AbstractNavigableMap=90571984 ImmutableMapEntry=bf10d553 NaturalOrdering=714c403b
          hash HashCode=16c3d494 ImmutableSupplier=d7c61f4a
          io PatternFilenameFilter=59a361b1
          math BigDecimalMath=f5a28262
          primitives Floats=07ebfea7 Primitives=e3a139c8
          util/concurrent InterruptibleTask=93000104 SettableFuture=9d248b79 ThreadFactoryBuilder=98f4811a
          + annotations base base/internal cache escape eventbus graph html net reflect util/concurrent/internal
            xml
        com.google.http-client google-http-client 1.42.0 com/google/api/client 203 8ca800b5d43c14ba libgoogle-http-client-java=1.42.0-2
          http ExponentialBackOffPolicy=9ed69e6e HttpEncodingStreamingContent=038e1f06 UrlEncodedParser=0b3c076d
          http/apache HttpExtensionMethod=5c31e36b
          json JsonGenerator=7a3b7532
          testing/http MockHttpTransport=d0151164
          testing/util MockBackOff=cc32bc97 SecurityTestUtils=5f8dcf4a
          util BackOff=c2335b52 Base64=9a8a45c1 ClassInfo=02bd2ced
          util/escape UnicodeEscaper=20294a77
          + http/javanet http/json json/rpc2 json/webtoken testing/http/apache testing/http/javanet testing/json
            testing/json/webtoken util/store
        com.google.inject guice 4.2.3 com/google/inject 588 65d80aaf5bbd797f libguice-java=4.2.3-2
          . Guice=c0fdeacc ProvisionException=dc5f6849
          internal CycleDetectingLock=eeeba542 FailableCache=b05ab4e9 InjectorShell=394b6a8c
          internal/util StackTraceElements=23e4ef19 Stopwatch=d9c87dde
          matcher Matchers=7322cd5a
          multibindings Multibinder=15a89f08
          spi ElementSource=8fa75a50 TypeEncounter=3983444d UntargettedBinding=5f9dd6f8
          + binder internal/asm internal/cglib/core internal/cglib/core/internal internal/cglib/proxy
            internal/cglib/reflect internal/cglib/transform name util
        com.google.inject.extensions guice-grapher 4.2.3 com/google/inject/grapher 42 e35d538daa996a7a libguice-java=4.2.3-2
          . DefaultEdgeCreator=cbd5efc7 NodeCreator=bf185004 NodeId=d25b7d6b
          graphviz Graphviz=100cd65f NodeShape=4e610179 PortIdFactoryImpl=414b5f5a
        com.google.oauth-client google-oauth-client 1.34.1 com/google/api/client/auth 56 1ff0ca225023d3c0 libgoogle-oauth-client-java=1.34.1-2
          oauth OAuthAuthorizeTemporaryTokenUrl=42410ee0 OAuthCallbackUrl=a3ee7792 OAuthParameters=3234ebe0
          oauth2 AuthorizationRequestUrl=29227ed6 DataStoreCredentialRefreshListener=e88aba1a
            RefreshTokenRequest=a92be739
          openidconnect Environment=3c08c206 HttpTransportFactory=a0052789 IdTokenResponse=07f50177
        com.google.protobuf protobuf-java 3.21.12 com/google/protobuf 679 b5dc8b54588843ac libprotobuf-java=3.21.12-3+deb12u1
          . CanIgnoreReturnValue=100cd65f NioByteString=c1636fd1 WireFormat=01918561
          compiler PluginProtos=88b004ab
        com.googlecode.javaewah JavaEWAH 1.1.7 com/googlecode 106 81a92a5f060fc6ba libjavaewah-java=1.1.7-1
          javaewah Buffer=169e6d0f EWAHIterator=775408d0 ReverseIntIterator=df5a176a
          javaewah/datastructure ImmutableBitSet=97fc627e
          javaewah/symmetric BitmapSymmetricAlgorithm=4620b932 RunningBitmapMerge=22114cfd
            ThresholdFuncBitmap=6e796cbd
          javaewah32 BufferedRunningLengthWord32=eba19e26 IteratingRLW32=90c19bfc RunningLengthWord32=4157db03
          javaewah32/symmetric BitmapSymmetricAlgorithm32=c223cf26 ThresholdFuncBitmap32=de79bdec
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
        com.ibm.icu icu4j-localespi - com/ibm/icu/impl 22 57ba0b8b403c8498 libicu4j-java=72.1-1
          icuadapter NumberFormatJDK=39e14a27 TimeZoneJDK=31ec255b
          javaspi ICULocaleServiceProvider=e43aa286
          javaspi/text BreakIteratorProviderICU=120bb6c1 DateFormatSymbolsProviderICU=95d932aa
            NumberFormatProviderICU=b246143a
          javaspi/util CurrencyNameProviderICU=cd14f1b3 LocaleNameProviderICU=e2cbd245
            TimeZoneNameProviderICU=d93ebe46
          jdkadapter CalendarICU=613b5c1d DecimalFormatICU=7272d9ee TimeZoneICU=7a160845
        com.jcraft jsch - com/jcraft/jsch 167 3cb0fc0ec966737a libjsch-java=0.1.55-1
          . ChannelDirectTCPIP=aa97a3ec GSSContext=b9e40bde RequestShell=5a824000
          jce AES256CTR=299a85e1 SHA256=e03befe5 TripleDESCTR=299a85e1
          jcraft Compression=f2ac7ac0 HMAC=1a01c925 HMACMD5=21d7e056
          jgss GSSContextKrb5=cb2d3dee
        com.lmax disruptor 3.4.4 com/lmax/disruptor 82 9f575c300ccee283 libdisruptor-java=3.4.4-1
          . AbstractSequencer=4a13e28b ExceptionHandler=3732dad3 WorkerPool=3b9cf7c3
          dsl ConsumerRepository=0ecc7c14 Disruptor=2ffa3522 ExceptionHandlerWrapper=6b7de178
          util DaemonThreadFactory=c8c35213 ThreadHints=81fc0a74 Util=c9753892
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
          internal/huc OkHttpURLConnection=3356a22e OkHttpsURLConnection=7bb56c11 StreamedRequestBody=0c7e13df
        com.sun.activation javax.activation 1.2.0 . 42 1e7855e7883f2ad8 libactivation-java=1.2.0-2
          com/sun/activation/registries LineTokenizer=89dadf6c MailcapParseException=3a1161e0
            MimeTypeEntry=93a9c551
          com/sun/activation/viewers ImageViewer=3f3541b7 TextEditor=f3d57cc1 TextViewer=f9403ba5
          javax/activation FileTypeMap=8044181f MimeTypeParameterList=dfb5be27 MimeTypeParseException=3a1161e0
        com.sun.xml.fastinfoset FastInfoset 1.2.12 . 148 8b770cd3f8caf8dd libfastinfoset-java=1.2.12-3
          com/sun/xml/fastinfoset Notation=b68f0e32 OctetBufferListener=8431c7c4 QualifiedName=421f3073
          com/sun/xml/fastinfoset/algorithm LongEncodingAlgorithm=33102f05
          com/sun/xml/fastinfoset/dom DOMDocumentParser=f81b22e7
          com/sun/xml/fastinfoset/stax EventLocation=527e0bad
          com/sun/xml/fastinfoset/stax/events CharactersEvent=37a20625 StAXEventAllocatorBase=16a5d12d
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
          . AbstractProcessor=a27ad04a XMLStreamBufferResult=63524b70 XMLStreamBufferSource=c2deefd8
          sax DefaultWithLexicalHandler=b53363a1 Properties=ad5c3ad1 SAXBufferCreator=109e4d1c
          stax NamespaceContexHelper=5939fc23 StreamReaderBufferCreator=3b233bbc
            StreamReaderBufferProcessor=ee54615e
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
          . HikariConfig=3a8cefbd HikariConfigMXBean=78706093 HikariDataSource=649ee0f1
          metrics IMetricsTracker=1e8eb21f MetricsTracker=24cf720d PoolStats=46f6fbe4
          pool HikariProxyPreparedStatement=9d68fec7 ProxyConnection=d4a5ab6a ProxyStatement=09d04bfd
          util ConcurrentBag=deeb7726 PropertyElf=e13f4157 UtilityElf=d049b6a5
          + metrics/dropwizard
        commons-beanutils commons-beanutils 1.9.4 org/apache/commons/beanutils 137 c1896f5f85d1c610 libcommons-beanutils-java=1.9.4-1+deb12u1
          . BeanPredicate=180bcbd7 LazyDynaMap=c39033e2 PropertyUtilsBean=d625cb18
          converters BooleanArrayConverter=8e585000 CharacterArrayConverter=b5704092 LongArrayConverter=b5704092
          expression Resolver=e0bcff6d
          locale BaseLocaleConverter=4981940e LocaleBeanUtilsBean=bf5554fd
          locale/converters BigDecimalLocaleConverter=3c752f55 FloatLocaleConverter=3c752f55
            IntegerLocaleConverter=3c752f55
        commons-codec commons-codec 1.15 org/apache/commons/codec 106 44f06ff83e25a641 libcommons-codec-java=1.15-1
          . DecoderException=6bc18d31 Encoder=d6741877 Resources=eb68ceed
          binary Base16InputStream=1d854043 Base64=0fcf404a BaseNCodecOutputStream=249aab9d
          digest Crypt=cd818333
          language Caverphone=ce8da1ad Soundex=8a28e393
          language/bm NameType=b2a1ebbc PhoneticEngine=67c0867d
          net QuotedPrintableCodec=5bf88e37
          + cli
        commons-collections commons-collections 3.2.2 org/apache/commons/collections 460 7f4be07755d9a268 libcommons-collections3-java=3.2.2-2
          . FastHashMap=f05dfdac ProxyMap=826945b5 SortedBag=9a98b271
          bag TypedBag=7b3a12b8
          bidimap AbstractBidiMapDecorator=767c354b
          buffer SynchronizedBuffer=3120959c
          collection UnmodifiableCollection=55aac707
          comparators BooleanComparator=432501f1
          iterators AbstractMapIteratorDecorator=216b508c
          list NodeCachingLinkedList=83e49a2a
          map DefaultedMap=574fd22c TransformedSortedMap=d3e75b39
          + functors keyvalue set
        commons-configuration commons-configuration 1.10 org/apache/commons/configuration 194 8e660773e16bda83 libcommons-configuration-java=1.10-6
          . ConfigurationComparator=2199b1dd PropertiesConfigurationLayout=5b1fa513 SubsetConfiguration=531ac95e
          beanutils BeanDeclaration=2bedf8d4 ConfigurationDynaBean=5d29be87
          interpol ConfigurationInterpolator=6d5701e2
          plist SimpleCharStream=0b9ffa4b
          reloading FileChangedReloadingStrategy=254f7377
          tree ConfigurationNodeVisitor=26af3800 DefaultConfigurationKey=4d03cdab
          web AppletConfiguration=729efa49 ServletContextConfiguration=d34fe1a3
          + event resolver tree/xpath
        commons-daemon commons-daemon 1.0.15 org/apache/commons/daemon 14 6142e0f5ce278f36 libcommons-daemon-java=1.0.15-10
          . DaemonController=afef6ef3 DaemonPermission=8d0b2186 DaemonUserSignal=1cd9dcd5
          support DaemonConfiguration=bf902109 DaemonLoader=182e67ba DaemonWrapper=b2286912
        commons-dbcp commons-dbcp 1.4 org/apache/commons/dbcp 59 96d70277d8a306f3 libcommons-dbcp-java=1.4-8
          . DelegatingDatabaseMetaData=b962b4ee DelegatingStatement=73135e87
            DriverManagerConnectionFactory=d28ecb35
          cpdsadapter DriverAdapterCPDS=c67888cb PoolablePreparedStatementStub=85ae63e3
            PooledConnectionImpl=d5972786
          datasources InstanceKeyObjectFactory=2c1f759e PoolKey=31aa6348 SharedPoolDataSource=77aca11a
          managed BasicManagedDataSource=d8753511 ManagedDataSource=5d46749e XAConnectionFactory=87ce58c0
        commons-digester commons-digester 1.8.1 org/apache/commons/digester 100 ff36349bf5074e10 libcommons-digester-java=1.8.1-5
          . Digester=723d5357 SetRootRule=1461194e StackAction=62196dd6
          plugins PluginConfigurationException=12ed6e0c PluginException=fef60b92
            PluginInvalidInputException=cc977b95
          plugins/strategies FinderFromDfltClass=5b6b57d4 LoaderFromClass=c700bdf6
          substitution VariableSubstitutor=7062ef2c
          xmlrules CircularIncludeException=a944d6d9 DigesterRuleParser=e2cbb660 DigesterRulesSource=49ebdbc4
          + parser
        commons-fileupload commons-fileupload 1.4 org/apache/commons/fileupload 50 2bff0a7680f84979 libcommons-fileupload-java=1.4-2
          . FileCountLimitExceededException=f8f2956b FileUploadBase=cf63436a MultipartStream=8e2b7379
          portlet PortletFileUpload=7aa4aa67 PortletRequestContext=c164b91f
          servlet FileCleanerCleanup=99d05310 ServletRequestContext=4547d050
          util FileItemHeadersImpl=9711f459 Streams=35fdec5a
          util/mime Base64Decoder=bfe5f519 MimeUtility=a6b13a1e ParseException=0bc06a97
          + disk
        commons-httpclient commons-httpclient 3.1 org/apache/commons/httpclient 167 2e3277485d7a2d37 libcommons-httpclient-java=3.1-16
          . ConnectMethod=b6ff7ee3 Header=95cd8678 HttpHost=311c83ba
          auth BasicScheme=6a8c5584 CredentialsNotAvailableException=5434ff92 NTLMScheme=ef37bfbe
          methods GetMethod=73cc562c
          methods/multipart PartBase=f7abbb82
          protocol ReflectionSocketFactory=51258a08 SSLProtocolSocketFactory=4c95e680
          util HttpURLConnection=f78ef68e TimeoutController=3cbbb41c
          + cookie params
        commons-io commons-io 2.11.0 org/apache/commons/io 201 aa188e5663fb92c8 libcommons-io-java=2.11.0-2
          . FileCleaner=b3c926e7
          comparator PathFileComparator=af2521e5
          filefilter AgeFileFilter=4ee5e2e1 FalseFileFilter=e927c7d3 HiddenFileFilter=5039bd18
          input BufferedFileChannelInputStream=ae749a73 CircularInputStream=8be9d8fe
            ObservableInputStream=d37a0c4a
          output ClosedWriter=7af84f57 FilterCollectionWriter=f634df17
          serialization RegexpClassNameMatcher=1fc43f46 ValidatingObjectInputStream=e3f33aa9
          + file file/spi function input/buffer monitor
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
          . LogConfigurationException=c0292f36 LogFactory=38e2b349 LogSource=8a62a19d
          impl AvalonLogger=f301811b Jdk14Logger=36ead281 Log4JLogger=c9f8dd75
        commons-net commons-net 3.9.0 org/apache/commons/net 177 ea88f1faf2df2385 libcommons-net-java=3.9.0-1
          . ProtocolCommandListener=deedab86
          bsd RLoginClient=a08a479c
          ftp FTP=d4ed59d4 FTPSCommand=f25f8ae7 FTPSServerSocketFactory=2d06f555
          ftp/parser FTPTimestampParserImpl=a5626ade
          io CopyStreamEvent=0e11b07b
          telnet TelnetInputStream=ca037c05 WindowSizeOptionHandler=f4f1011f
          tftp TFTPPacket=4d2ac3ca TFTPRequestPacket=6c0075d2
          util Base64=73245628
          + chargen daytime discard echo finger imap nntp ntp pop3 smtp time whois
        commons-pool commons-pool 1.6 org/apache/commons/pool 55 8129a93fdd9bd27a libcommons-pool-java=1.6-4
          . BaseObjectPool=ce52e150 BasePoolableObjectFactory=42952afb ObjectPool=75bd58f0
          impl GenericKeyedObjectPoolFactory=70128c13 StackKeyedObjectPool=e27d73dd StackObjectPool=c2a1cacf
        commons-validator commons-validator 1.7 org/apache/commons/validator 80 0a969278abb9d793 libcommons-validator-java=1:1.7-1
          . CreditCardValidator=4f8dc190 FormSetFactory=98658c9d Var=bb447451
          routines BigIntegerValidator=d2c90051 CreditCardValidator=ae28660e ShortValidator=395e2765
          routines/checkdigit ISBNCheckDigit=86657db8 ModulusTenCheckDigit=3e299fdf VerhoeffCheckDigit=c3582ad8
          util Flags=57bf8ace ValidatorUtils=df721b92
        io.dropwizard.metrics metrics-healthchecks 3.2.6 com/codahale/metrics/health 14 d7f7f4aeddf6d3f1 libdropwizard-metrics-java=3.2.6-1
          . AsyncHealthCheckDecorator=db67ffe1 HealthCheck=c8e5d520 HealthCheckRegistry=a47e0ea2
          annotation Async=40f2359c
          jvm ThreadDeadlockHealthCheck=f1a6c18a
        io.netty netty-codec 4.1.48.Final io/netty/handler/codec 173 25a105672ecdbcf6 libnetty-java=1:4.1.48-7+deb12u2
          . CorruptedFrameException=8aa10955 DelimiterBasedFrameDecoder=fae24b36
            MessageAggregationException=78e1bae3
          base64 Base64=6372e1dc Base64Dialect=63204deb
          bytes ByteArrayDecoder=7116432a
          compression LzfDecoder=648bd54f ZlibEncoder=23f48f98
          protobuf ProtobufDecoder=08f378c5
          serialization CompactObjectOutputStream=3180c296 ObjectDecoder=d1a45fc7
            ObjectEncoderOutputStream=89d97b3d
          + json string xml
        io.netty netty-codec-http 4.1.48.Final io/netty/handler/codec 373 3b36390c32336153 libnetty-java=1:4.1.48-7+deb12u2
          http DefaultFullHttpResponse=0f2cd48e HttpContentCompressor=784b269a ReadOnlyHttpHeaders=e08d7e62
          http/multipart Attribute=e73b1468
          http/websocketx WebSocket00FrameDecoder=afbd7e12 WebSocket07FrameEncoder=d8112e2e
            WebSocketScheme=a9aa2182
          http/websocketx/extensions WebSocketExtensionEncoder=b50bcee5
          rtsp RtspDecoder=b0cf80c5
          spdy DefaultSpdyRstStreamFrame=0e299e01 SpdyHeaderBlockRawDecoder=52e622ce SpdyRstStreamFrame=bd06042e
          + http/cookie http/cors http/websocketx/extensions/compression
        io.netty netty-codec-memcache 4.1.48.Final io/netty/handler/codec/memcache 38 2eb890ad131722bb libnetty-java=1:4.1.48-7+deb12u2
          . AbstractMemcacheObject=532dccf6 AbstractMemcacheObjectDecoder=90bb0e7d
            DefaultLastMemcacheContent=8159da58
          binary AbstractBinaryMemcacheMessage=ce1616f3 BinaryMemcacheServerCodec=7a7d719b
            DefaultBinaryMemcacheResponse=9f9a422b
        io.netty netty-codec-socks 4.1.48.Final io/netty/handler/codec 107 fdee6483a79dc269 libnetty-java=1:4.1.48-7+deb12u2
          socks SocksAuthRequestDecoder=fe0e228d SocksAuthStatus=4310b30a UnknownSocksResponse=7066c620
          socksx SocksMessage=907b327a SocksPortUnificationServerHandler=8518aead SocksVersion=733c0820
          socksx/v4 DefaultSocks4CommandRequest=15900263 Socks4CommandResponse=ae7c4539 Socks4Message=27796be7
          socksx/v5 Socks5CommandResponse=9230db7a Socks5Message=27796be7 Socks5PasswordAuthRequest=c15a392b
        io.netty netty-common 4.1.48.Final io/netty/util 452 9a632544afa1afcd libnetty-java=1:4.1.48-7+deb12u2
          . Mapping=0152d8e4 Recycler=11cb0a7f ResourceLeakHint=a5dd4cce
          collection ShortObjectHashMap=7aa7c6da
          concurrent DefaultEventExecutorGroup=3cc175a7 GenericFutureListener=bf805fbe
            SingleThreadEventExecutor=99dbaf39
          internal AppendableCharSequence=a7037762 PromiseNotificationUtil=4290da78 ThreadLocalRandom=4581eb61
          internal/shaded/org/jctools/queues BaseLinkedQueueConsumerNodeRef=08f3da1d
          internal/svm CleanerJava6Substitution=b7439e6b
          + internal/logging internal/shaded/org/jctools/queues/atomic internal/shaded/org/jctools/util
        io.netty netty-handler 4.1.48.Final io/netty/handler 260 5f242ae2bcc9ea2f libnetty-java=1:4.1.48-7+deb12u2
          address ResolveAddressHandler=49c9f283
          ipfilter RuleBasedIpFilter=1653ae3f
          logging ByteBufFormat=19bbaf12 LogLevel=8a3e5a6b LoggingHandler=349b2bca
          ssl ApplicationProtocolConfig=55168ca9 OpenSslSessionContext=1890cbea SslProvider=c8314c3b
          ssl/ocsp OcspClientHandler=291f927e
          ssl/util ThreadLocalInsecureRandom=c9b29f5c
          timeout WriteTimeoutException=8da88e6d
          traffic TrafficCounter=87e1fab1
          + flow flush stream
        io.netty netty-transport 4.1.48.Final io/netty/channel 336 0678a2967988a031 libnetty-java=1:4.1.48-7+deb12u2
          . ChannelMetadata=5bea8623 ChannelProgressivePromise=600a3428 EventLoop=ecb3ad94
          local LocalServerChannel=7439967d
          nio AbstractNioByteChannel=b1dd66ab AbstractNioMessageChannel=40659174 NioTask=184bce0a
          pool SimpleChannelPool=55b3c97b
          socket DefaultDatagramChannelConfig=b89eaf6b InternetProtocolFamily=337fec80
          socket/nio ProtocolFamilyConverter=4af578bb
          socket/oio DefaultOioSocketChannelConfig=423dbaa7
          + embedded group internal oio
        io.netty netty-transport-sctp 4.1.48.Final io/netty 29 0b56997595a97919 libnetty-java=1:4.1.48-7+deb12u2
          channel/sctp DefaultSctpChannelConfig=9d6baa1b SctpMessage=4b70e79b SctpServerChannelConfig=98b7c84c
          channel/sctp/nio NioSctpChannel=25ed1cc5 NioSctpServerChannel=06dcd06e
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
        jakarta.json jakarta.json-api 2.1.1 jakarta/json 36 7843c83de41dd53b libjsonp2-java=2.1.1-2
          . EmptyObject=9bca73fb JsonPatchBuilder=8f7d7a6c JsonValue=edf67db5
          spi JsonProvider=d3daebd0
          stream JsonCollectors=5ccc2080 JsonGenerator=11f1073b JsonGeneratorFactory=22d5c104
        jakarta.servlet jakarta.servlet-api 5.0.0 jakarta/servlet 85 e0e3ac74a790cd47 libjakarta-servlet-api-java=5.0.0-2
          . Registration=8a03005c ServletContextAttributeListener=4148dfbe UnavailableException=92b729fd
          annotation HandlesTypes=376d0c50 WebListener=1571d4d0 WebServlet=2c16ed3e
          descriptor JspConfigDescriptor=4842a520 JspPropertyGroupDescriptor=1403e816 TaglibDescriptor=4bb5a625
          http HttpSessionActivationListener=6799ef00 HttpSessionAttributeListener=02d37cba
            HttpSessionListener=fba68d31
        javax.enterprise cdi-api 1.2 javax/enterprise 96 bb936734b9ea4cca libcdi-api-java=1.2-3
          context Conversation=0def84ba ConversationScoped=4418c095 SessionScoped=4418c095
          event Observes=72956ae8 Reception=91e166ee
          inject InjectionException=592bb44a Intercepted=4418c095 TransientReference=4418c095
          inject/spi AnnotatedMethod=5b1321e7 BeanManager=072a9db3 ProcessObserverMethod=4b6e2c5e
          util Nonbinding=4418c095
          + context/spi
        javax.json javax.json-api 1.1.2 javax/json 34 ff141473b99a4f18 libjsonp-java=1.1.2-3
          . EmptyObject=9bca73fb JsonPatchBuilder=8f7d7a6c JsonValue=edf67db5
          spi JsonProvider=8dee9d76
          stream JsonCollectors=5ccc2080 JsonGenerator=11f1073b JsonGeneratorFactory=22d5c104
        jline jline 2.14.6 jline 74 9b53fe5c3a8d0333 libjline2-java=2.14.6-5
          . UnixTerminal=f940979c UnsupportedTerminal=d80d62d6
          console ConsoleKeys=5f104fe0 ConsoleReader=ad7a1358
          console/completer AnsiStringsCompleter=4b64c60b FileNameCompleter=d74f0ad2 StringsCompleter=4b64c60b
          console/history FileHistory=d38871df PersistentHistory=a8bd287c
          internal Ansi=3c90a3bf Configuration=2914ba1a NonBlockingInputStream=ca1302ec
          + console/internal
        joda-time joda-time 2.10.14 org/joda/time 247 30f1a0fbc2a3e496 libjoda-time-java=2.10.14-1
          . DateTimeComparator=a0ec764e ReadWritableDateTime=bd455d04 ReadableInterval=645170a6
          base AbstractDuration=8a2b41af
          chrono GJDayOfWeekDateTimeField=3b6119d6
          convert ConverterSet=efc5a72f
          field AbstractPartialFieldProperty=69465c2b UnsupportedDurationField=04089896
          format DateTimePrinter=3fabd003 FormatUtils=165fe0c7 ISOPeriodFormat=766dc895
          tz NameProvider=e1ff2c10
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
          . Attacher=26f456c3 ByteBuddyAgent=6f432d4a Installer=7077eb45
          utility/nullability AlwaysNull=4418c095 MaybeNull=4418c095 NeverNull=4418c095
        net.java.dev.jna jna 5.13.0 com/sun/jna 125 80d2c5417243130c libjna-java=5.13.0-2
          . CallbackParameterContext=14eee5a6 NativeMappedConverter=52feec73 StringArray=b8c61555
          internal Cleaner=caa150ac ReflectionUtils=1af0b81d
          ptr NativeLongByReference=ba7f142b PointerByReference=85306089 ShortByReference=797f9046
          win32 StdCallLibrary=951372e1 W32APIFunctionMapper=91b3682c W32APITypeMapper=b5413a2b
        net.java.dev.jna jna-platform 5.13.0 com/sun/jna/platform 1282 b1ae82052d9f472d libjna-platform-java=5.13.0-2
          . KeyboardUtils=6646e110
          linux LibC=48d24dd6
          mac IOReturnException=40ed8943
          unix LibC=dd343a90 LibCUtil=a5bb454f
          win32 BaseTSD=d4fa5f80 GDI32Util=76862df6 LMErr=04fa4fba
          win32/COM COMUtils=d782a152
          win32/COM/tlb TlbImp=5b8e005a
          win32/COM/tlb/imp TlbAbstractMethod=87cce62d TlbPropertyGet=2bae4916
          + dnd unix/aix unix/solaris win32/COM/util win32/COM/util/annotation wince
        net.sf.trove4j trove4j 2.1.0 gnu/trove 629 7783aefa2093fdba libtrove-java=2.1.0-3
          . TObjectIntIterator=961332f4 TShortDoubleHashMap=b93298ae TShortLongIterator=d6ac3661
          decorator TDoubleByteHashMapDecorator=9c06bea5 TFloatLongHashMapDecorator=3280f548
            TLongByteHashMapDecorator=d1f5a580
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
          . HTMLConfiguration=fabeb533 HTMLElements=b6651bf4 SecuritySupport12=f09ea9eb
          filters DefaultFilter=3e0aa1c6 Identity=7cfa5488 Purifier=68e915c5
          parsers DOMFragmentParser=a58e3b02 DOMParser=f1eb897d SAXParser=ac56c3c7
          xercesbridge XercesBridge=2dddd02e XercesBridge_2_2=708d0709 XercesBridge_2_3=6034b672
        ognl ognl 2.7.3 . 281 a8713fb2f20b8722 libognl-java=2.7.3-7
          ognl IteratorElementsAccessor=3c804207 JavaCharStream=cae2b99f OgnlException=399ca96b
          ognl/enhance ExpressionAccessor=57abea67 ExpressionCompiler=9a5c0633 LocalReferenceImpl=fcbfad3c
          org/ognl/test ArrayElementsTest=e805e7fd InheritedMethodsTest=c2d2cff1 PropertySetterTest=0c4afb14
          org/ognl/test/objects Bean3=1667eaf7 SubclassSyntheticObject=bdf713ab TestImpl=b1a36a0c
          + ognl/internal org/ognl/test/accessors org/ognl/test/enhance org/ognl/test/util
        org.abego.treelayout org.abego.treelayout.core 1.0.3 org/abego/treelayout 19 27cd6fefee31c221 libtreelayout-java=1.0.3-2
          . Configuration=7848d867 TreeForTreeLayout=e88b10d6 TreeLayout=d87ada74
          internal/util Contract=46986521
          internal/util/java/lang IterableUtil=2880ea8e
          internal/util/java/lang/string StringUtil=9d31be3b
          internal/util/java/util IteratorUtil=8db6eac0 ListUtil=275aa560
          util AbstractTreeForTreeLayout=3305cf23 DefaultConfiguration=ddaa942b DefaultTreeForTreeLayout=44b1b8cd
        org.antlr antlr-runtime 3.5.3 org/antlr/runtime 117 d3c0486eb5dcc1f8 libantlr3-runtime-java=3.5.3-1
          . CharStream=090efde3 EarlyExitException=2fd362da RecognitionException=46f2cf7c
          debug DebugTreeNodeStream=8703604c ParseTreeBuilder=710beeae RemoteDebugEventSocketListener=96107767
          misc FastQueue=903d7fde IntArray=12e982c7 Stats=ce1df667
          tree TreeNodeStream=09d751fe TreeParser=e889e391 TreeRuleReturnScope=bfe8116d
        org.antlr antlr4-runtime 4.7.2 org/antlr/v4/runtime 220 543253b5051066a9 libantlr4-runtime-java=4.7.2-5
          . CharStream=87bf6ac9 CodePointCharStream=eb1838fb RecognitionException=034b5a18
          atn LexerAction=61d10ca3 LexerActionExecutor=c652df2b LoopEndState=eeb372ad
          misc FlexibleHashMap=a6866539 LogManager=67794bb2 Predicate=cde7cf7d
          tree IterativeParseTreeWalker=8cefaaa8
          tree/pattern TagChunk=e775ad7e
          tree/xpath XPath=e0eec7cd
          + dfa
        org.apache.bcel bcel 6.5.0 org/apache/bcel 444 04a26e1f7c1c526f libbcel-java=6.5.0-2
          classfile ConstantCP=5d63786d MethodParameter=da880c6f RuntimeInvisibleAnnotations=c99bcd8d
          generic FREM=0cc2eff8 JSR_W=d382cc3d TypedInstruction=65ad94aa
          util Class2HTML=92cd6500 ClassSet=8a7297a5
          verifier NativeVerifier=9efdb69a VerifierAppFrame=1548077c
          verifier/statics Pass1Verifier=66b5993f
          verifier/structurals ExecutionVisitor=87b01f08
          + . verifier/exc
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
        org.apache.commons commons-dbcp2 2.9.0 org/apache/commons/dbcp2 80 f6984897c88d41c0 libcommons-dbcp2-java=2.9.0-1
          . DelegatingDatabaseMetaData=577eeece DelegatingStatement=31cf2c9f
            DriverManagerConnectionFactory=10c0bd0d
          cpdsadapter DriverAdapterCPDS=754ae5d8 PStmtKeyCPDS=f6730320 PooledConnectionImpl=1956eca9
          datasources PoolKey=31aa6348 SharedPoolDataSource=44da55ac SharedPoolDataSourceFactory=ca58e251
          managed BasicManagedDataSource=6691afd3 ManagedDataSource=3dbe719d XAConnectionFactory=87ce58c0
        org.apache.commons commons-email 1.5 org/apache/commons/mail 21 9a00e301c2ff8f3a libcommons-email-java=1.5-3
          . EmailAttachment=dc96ae1c ImageHtmlEmail=83021ba5 MultiPartEmail=c29a2a03
          resolver DataSourceCompositeResolver=46eda0eb DataSourceFileResolver=0e311cb3
            DataSourceUrlResolver=66ec0ab3
          util IDNEmailAddressConverter=af09789f MimeMessageParser=8a91e8c1 MimeMessageUtils=b44f94e3
        org.apache.commons commons-exec 1.3 org/apache/commons/exec 37 5c8a8d10f1f1ab7c libcommons-exec-java=1.3-2
          . CommandLine=2b6e278e DaemonExecutor=99be0b43 ExecuteResultHandler=84d5a390
          environment DefaultProcessingEnvironment=60475a0c EnvironmentUtils=f27619eb
            OpenVmsProcessingEnvironment=c29b47b5
          launcher CommandLauncherImpl=d8bbe8dc CommandLauncherProxy=682ea858 Java13CommandLauncher=3e96191a
          util DebugUtils=5b88740d MapUtils=6e25770a StringUtils=ccf20fc8
        org.apache.commons commons-jexl 2.1.1 org/apache/commons/jexl2 178 e837746b5c0bcd08 libcommons-jexl2-java=2.1.1-6
          . JexlInfo=42947250 ObjectContext=8d3bb802 ReadonlyContext=997533da
          internal DuckGetExecutor=3c97927c DuckSetExecutor=8506c736 MethodExecutor=257caf51
          introspection JexlPropertySet=2e89e59b
          parser ASTJexlScript=a2962927 ASTMethodNode=4a76cd77 SimpleCharStream=895a5e5b
          scripting JexlScriptEngine=def4ddfb Main=aafbc55b
          + internal/introspection
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
          . BaseKeyedPooledObjectFactory=aeb853e2 PooledObjectFactory=ad4a34af PooledObjectState=4764e3d5
          impl DefaultPooledObjectInfoMBean=f905c65a EvictionPolicy=1237f8be NoOpCallStack=2bfc6a21
          proxy CglibProxyHandler=96fc8c44 CglibProxySource=7cd4fcc5 ProxiedKeyedObjectPool=30082bbd
        org.apache.commons commons-text 1.10.0 org/apache/commons/text 146 d8d4beb9578cb62f libcommons-text-java=1.10.0-1
          . CompositeFormat=c7c3db04 TextRandomProvider=ed95f4a6
          io StringSubstitutorReader=bcf17edd
          lookup PropertiesStringLookup=3cfd3e94 StringLookup=67959492 UrlEncoderStringLookup=84da9d88
          similarity HammingDistance=76c02c5f IntersectionResult=057b52c3 SimilarityScore=1b67688d
          translate CsvTranslators=d9e96327 EntityArrays=68a39ddf UnicodeEscaper=92b86544
          + diff matcher numbers
        org.apache.commons commons-vfs2 2.1 org/apache/commons/vfs2 277 f50de27789092d1c libcommons-vfs-java=2.1-4+deb12u1
          . UserAuthenticationData=6ed65c9c
          impl DecoratedFileObject=827b6209 URLStreamHandlerProxy=d955ed7f
          operations/vcs VcsRevert=20b98608
          provider DefaultFileContent=8435ea60 FileSystemKey=ba6866a8 VfsComponent=3dbf1de5
          provider/local LocalFileRandomAccessContent=cf072f06
          provider/res ResourceFileSystemConfigBuilder=b70db9f9
          provider/sftp IdentityRepositoryFactory=e57260e9
          provider/url UrlFileObject=715ba1c6
          util CombinedResources=76253fce
          + auth cache events operations provider/bzip2 provider/compressed provider/ftp provider/ftps
            provider/gzip provider/http provider/https provider/jar provider/ram provider/tar provider/temp
            provider/zip tasks
        org.apache.httpcomponents httpasyncclient 4.1.5 org/apache/http 86 2b7284cd08b7f3d9 libhttpasyncclient-java=4.1.5-1
          impl/nio/client AbstractClientExchangeHandler=66597101 DefaultResultCallback=ada1ffe0
            HttpAsyncClientBuilder=647cbd69
          impl/nio/conn CPoolProxy=0f7b9cda DefaultClientAsyncConnectionFactory=b88ff0cb
            ManagedNHttpClientConnectionImpl=7cfce40a
          nio/client/methods HttpAsyncMethods=390a8b56 ZeroCopyConsumer=39cfe5a8
          nio/conn ClientAsyncConnection=b26f69c8 ManagedClientAsyncConnection=d3df1b92
            NHttpClientConnectionManager=ba67eb8a
          nio/conn/ssl TrustManagerDecorator=451a0ce1
          + nio/client nio/client/util nio/conn/scheme
        org.apache.httpcomponents httpclient 4.5.14 org/apache/http 470 220ebce71ac2b0a2 libhttpclient-java=4.5.14-1
          client/methods HttpTrace=3e0e914e
          conn EofSensorWatcher=6ffb9ff4
          conn/routing HttpRoute=eac10f60
          conn/ssl AllowAllHostnameVerifier=944b981c
          impl/auth BasicScheme=ce56dd93
          impl/client AuthenticationStrategyAdaptor=2a9acc26 DefaultHttpClient=f9688342
            DefaultRedirectStrategyAdaptor=04627e93
          impl/cookie BasicExpiresHandler=7d19058d NetscapeDomainHandler=98569dac
            RFC2965DomainAttributeHandler=013eef4d
          impl/execchain RetryExec=993bf4dc
          + auth auth/params client client/config client/entity client/params client/protocol client/utils
            conn/params conn/scheme conn/socket conn/util cookie cookie/params impl/conn impl/conn/tsccm
        org.apache.httpcomponents httpclient-cache 4.5.14 org/apache/http 83 1d65f2143f098d9d libhttpclient-java=4.5.14-1
          client/cache HttpCacheContext=17b1b061 HttpCacheEntry=1947e534 HttpCacheEntrySerializer=25429d77
          impl/client/cache CacheConfig=6ba39080 ManagedHttpCacheStorage=44dbcec8 ResourceReference=bdebceea
          impl/client/cache/ehcache EhcacheHttpCacheStorage=e0a0a715
          impl/client/cache/memcached MemcachedHttpCacheStorage=d1e47359 MemcachedKeyHashingException=2091668c
            MemcachedSerializationException=2091668c
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
          . Header=6508ad7f HttpMultipart=864a7354 HttpRFC6532Multipart=e9ecf4f3
          content FileBody=a6109f22 InputStreamBody=54169880 StringBody=32f2a3a0
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
          cache HttpCacheContext=17b1b061 HttpCacheEntry=c9ba9249 HttpCacheEntrySerializer=464febe5
          impl/cache CacheConfig=83d15309 HttpCacheSupport=598d2acf ManagedHttpCacheStorage=8c32c3c8
          impl/cache/memcached MemcachedHttpAsyncCacheStorage=db479ff2 MemcachedHttpCacheStorage=7943e95b
            MemcachedKeyHashingException=2091668c
          impl/schedule ImmediateSchedulingStrategy=56dbcc8b
          schedule ConcurrentCountMap=2ce60a95 SchedulingStrategy=4614466c
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
          . H2PseudoResponseHeaders=2d82bcf9
          config H2Param=97c29bf9
          frame StreamIdGenerator=11c085a5
          hpack StaticTable=5ca2c4c6
          impl BasicH2TransportMetrics=6962c191 DefaultH2ResponseConverter=c9a5e307
          impl/nio ClientH2PrefaceHandler=f134c144 NoopAsyncPushHandler=65a9331f
            ServerH2StreamMultiplexer=fbda205f
          impl/nio/bootstrap FilterEntry=c2c8f18b H2RequesterBootstrap=c1eeb00a
          protocol H2RequestContent=9b357712
          + impl/io nio nio/command nio/pool nio/support ssl
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
          message Clearable=6e27359e ReusableObjectMessage=a9de15c9 StringFormatterMessageFactory=3be9068e
          spi AbstractLoggerAdapter=a8754616 GarbageFreeSortedArrayThreadContextMap=183a540c
            StandardLevel=ba94e552
          util MultiFormatStringBuilderFormattable=f6bc61fe PropertyFilePropertySource=0c123870 Strings=5e8db257
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
        org.apache.logging.log4j log4j-web 2.19.0 org/apache/logging/log4j/web 13 b4139dea008878d3 liblog4j2-java=2.19.0-2
          . Log4jServletContainerInitializer=6c59b6f7 Log4jServletContextListener=03aeffe4
            Log4jShutdownOnContextDestroyedListener=03aeffe4
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
          protocol TList=5041d463 TMap=54002e0b TMultiplexedProtocol=be9d7aea
          transport TEOFException=a8fae702 TZlibTransport=9d527008
          transport/layered TLayeredTransport=a662571f
          + annotation async scheme server transport/sasl utils
        org.apache.velocity velocity 1.7 org/apache/velocity 270 5f946477bf262b61 velocity=1.7-6
          app/event/implement EscapeReference=b6c9b116
          exception ParseErrorException=563ce6bf
          io UnicodeInputStream=09a76eff
          runtime RuntimeLogger=ef47f072
          runtime/directive Evaluate=c77d0cec Foreach=8b9820d3 InputBase=cc3389dd
          runtime/log PrimordialLogSystem=3cb40518
          runtime/parser CharStream=875ec2d7
          runtime/parser/node ASTIntegerRange=63990fb7 ASTMap=63990fb7 ASTWord=ab578307
          + . anakia app app/event app/tools context convert runtime/resource runtime/resource/loader
            runtime/resource/util runtime/visitor servlet texen texen/ant texen/util util util/introspection
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
          . BundleResourceFinder=a6b866d2 ClassDiscoveryFilter=7581f68d VersionRange=dd5c88d2
          equinox EquinoxBundleClassLoader=d63d1da1 EquinoxBundleResourceHelper=53ce6b0d
          jar BundleJarEntry=04ba2d9e BundleJarFile=3e0a1a48
        org.apache.xbean xbean-finder 4.5 org/apache/xbean/finder 92 dad6d9031fab2d83 libxbean-java=4.5-8
          . AnnotatedMethod=d81d8b33 AnnotationFinder=fb370002 Parameter=9cd2bc55
          archive Archive=b128f344 ClassesArchive=9f5114d2 FileArchive=f802ff5f
          filter Filters=fda1b2f3 IncludeExcludeFilter=1f1f7e15 PrefixFilter=cce0b4b0
          util Classes=f5e381d4 Files=29e810d5 SingleLinkedList=fbf610e6
        org.apache.xbean xbean-naming 4.5 org/apache/xbean/naming 31 94fdb0805a02b1ff libxbean-java=4.5-8
          context AbstractContext=31539102 ContextAccess=6384ac31 VirtualSubcontext=33884b53
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
          impl/values JavaBooleanHolderEx=2e777dc4 JavaIntegerHolder=db7c09e5
          impl/xb/xmlconfig NamespaceList=381a861f
          impl/xb/xsdschema All=88f4202b NamespaceList=381a861f WhiteSpaceDocument=43f3d961
          impl/xb/xsdschema/impl ExtensionTypeImpl=edfb6df4 LocalElementImpl=fff90627 RealGroupImpl=02b30477
          + impl/common impl/config impl/inst2xsd impl/inst2xsd/util impl/regex impl/repackage impl/richParser
            impl/schema impl/soap impl/tool impl/validator impl/xb/ltgfmt impl/xb/ltgfmt/impl impl/xb/substwsdl
            impl/xb/substwsdl/impl impl/xb/xmlconfig/impl impl/xb/xmlschema impl/xb/xmlschema/impl
            impl/xb/xsdownload impl/xb/xsdownload/impl impl/xpath impl/xpath/saxon impl/xpath/xmlbeans
            impl/xpathgen impl/xsd2inst metadata/system/sXMLCONFIG metadata/system/sXMLLANG
            metadata/system/sXMLSCHEMA metadata/system/sXMLTOOLS soap xml/stream xml/stream/events
        org.bouncycastle bcmail 1.72 org/bouncycastle/mail/smime 62 50be1ec25fc5e265 libbcmail-java=1.72-2
          . SMIMECompressedGenerator=d33a75f4 SMIMESignedParser=f7567629 SMIMEStreamingProcessor=6140ba16
          examples ExampleUtils=d28881f7 ReadLargeCompressedMail=aafbc55b ReadLargeSignedMail=aafbc55b
          handlers multipart_signed=32d3d786 pkcs7_mime=e2b24c2a
          util CRLFOutputStream=7d7b8f97 FileBackedMimeBodyPart=10850dbb SharedFileInputStream=38be1465
          validator SignedMailValidator=efb04d36
        org.bouncycastle bcpg 1.72 org/bouncycastle 310 710eba4d1ce64322 libbcpg-java=1.72-2
          bcpg PacketTags=34f3cefd SymmetricKeyEncSessionPacket=e0b6427f TrustPacket=b9be1178
          gpg/keybox FirstBlob=52e2d669
          openpgp PGPExtendedKeyAttribute=fea76201 PGPKdfParameters=ea0a17b8 PGPOnePassSignatureList=dd7bde57
          openpgp/bc BcPGPSecretKeyRing=00ee1bce
          openpgp/jcajce JcaPGPSecretKeyRing=00ee1bce
          openpgp/operator PGPDataEncryptor=4394b2e4 SessionKeyDataDecryptorFactory=4ad930ba
          openpgp/operator/jcajce JcaPGPContentVerifierBuilderProvider=ed3d01d7
          + apache/bzip2 bcpg/attr bcpg/sig gpg gpg/keybox/bc gpg/keybox/jcajce openpgp/examples
            openpgp/operator/bc
        org.bouncycastle bcpkix 1.72 org/bouncycastle 854 fc22f92199bdf8eb libbcpkix-java=1.72-2
          cert/crmf RegTokenControl=83feffdc
          cms KeyTransRecipientId=994662a6 OriginatorInfoGenerator=706627e6 SignerInformationStore=3d24d93c
          cms/bc BcEdDSASignerInfoVerifierBuilder=dbd2a5ec
          cms/jcajce JceKTSKeyTransRecipient=007837b5
          eac/operator/jcajce JcaEACSignerBuilder=50fbda94
          est CACertsResponse=ead81b54
          openssl PKCS8Generator=b22c0c5a
          operator InputExpander=85df6dbd
          pkcs MacDataGenerator=aebba728
          tsp TSPIOException=d61d1f9b
          + cert cert/bc cert/cmp cert/crmf/bc cert/crmf/jcajce cert/dane cert/dane/fetcher cert/jcajce cert/ocsp
            cert/ocsp/jcajce cert/path cert/path/validations cert/selector cert/selector/jcajce cmc dvcs eac
            eac/jcajce eac/operator est/jcajce its its/bc its/jcajce its/operator mime mime/encoding mime/smime
            mozilla mozilla/jcajce openssl/bc openssl/jcajce operator/bc operator/jcajce pkcs/bc pkcs/jcajce pkix
            pkix/jcajce tsp/cms tsp/ers voms
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
          oer/its/ieee1609dot2/basetypes CountryAndSubregions=553acb8c HashAlgorithm=d2beb6c2
            UnknownLatitude=35277ab5
          oer/its/template/etsi102941 EtsiTs102941MessagesCa=aee15a30
          + asn1/bsi asn1/cmc asn1/cmp asn1/cms/ecc asn1/dvcs asn1/esf asn1/ess asn1/est asn1/icao asn1/isismtt
            asn1/isismtt/ocsp asn1/smime oer/its oer/its/etsi102941 oer/its/etsi103097
            oer/its/etsi103097/extension oer/its/ieee1609dot2dot1 oer/its/template/etsi102941/basetypes
            oer/its/template/etsi103097 oer/its/template/etsi103097/extension oer/its/template/ieee1609dot2
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
        org.codehaus.jettison jettison 1.5.3 org/codehaus/jettison 47 29c3319b9d4303c6 libjettison-java=1.5.3-1
          . AbstractDOMDocumentParser=e363e936 AbstractXMLStreamReader=3430cf32 XsonNamespaceContext=93a843cf
          badgerfish BadgerFishDOMDocumentParser=b6b49c66 BadgerFishXMLStreamReader=2d0d3862
            BadgerFishXMLStreamWriter=37a62d26
          json JSONArray=a7e8f0a6 JSONStringer=78aa04f6
          mapped Configuration=4d303193 MappedXMLInputFactory=7f224852 TypeConverter=183b7062
          util FastStack=3a630a07
        org.codehaus.mojo animal-sniffer 1.16 org/codehaus/mojo/animal_sniffer 20 d193486a995d54f7 libanimal-sniffer-java=1.16-1
          . ClassListBuilder=beaabcf7 Main=9f5d9258 RegexUtils=9b5add57
          logging Logger=43cb0b6d PrintWriterLogger=449dbbad
        org.codehaus.plexus plexus-classworlds 2.7.0 org/codehaus 36 8517b39b1791a431 libplexus-classworlds-java=2.7.0-1
          classworlds BytesURLStreamHandler=e0911ebd ClassWorldReverseAdapter=fe23b644 Launcher=8b79d75b
          plexus/classworlds UrlUtils=8a862a4e
          plexus/classworlds/launcher ConfigurationException=080b276f ConfigurationParser=801b5908
            Launcher=ed7230ee
          plexus/classworlds/realm DuplicateRealmException=7df42cbf NoSuchRealmException=7df42cbf
          plexus/classworlds/strategy AbstractStrategy=11b837a9 SelfFirstStrategy=cfc70fed Strategy=03a475dd
        org.codehaus.plexus plexus-interpolation 1.26 org/codehaus/plexus/interpolation 62 ef889f10d46111f7 libplexus-interpolation-java=1.26-1
          . BasicInterpolator=9842e625 InterpolationException=0b150490 SimpleRecursionInterceptor=799740e5
          fixed InterpolationCycleException=2c614250 InterpolationState=eae64503
            PrefixedObjectValueSource=c9e4dc13
          multi DelimiterSpecification=55949a77 MultiDelimiterInterpolatorFilterReader=37e32268
          object ObjectInterpolationWarning=23ec77b6 ObjectInterpolator=2a789b56
          reflection MethodMap=ef6e4057 ReflectionValueExtractor=8e3d9805
          + os util
        org.codehaus.plexus plexus-utils - org/codehaus/plexus/util 107 692bdd9bc5315162 libplexus-utils2-java=3.4.2-1
          . Base64=ebf3101a SelectorUtils=4574e831 WriterFactory=346434bc
          cli CommandLineUtils=7a66ca21 ShutdownHookUtils=a3217a78
          cli/shell CmdShell=dbb26efc
          reflection Reflector=902d267b
          xml XmlStreamReaderException=1d87a26f Xpp3Dom=5b32ca49 Xpp3DomBuilder=57faa87e
          xml/pull XmlPullParserException=9b8eae1b XmlSerializer=a20e0867
          + dag introspection io
        org.dom4j dom4j - org/dom4j 184 3e35aaebce764817 libdom4j-java=2.1.3-2
          . Attribute=8eafb587 DocumentHelper=f41181c5 XPath=3bf48c3a
          datatype DatatypeAttribute=4a110423 DatatypeDocumentFactory=932d6784 InvalidSchemaException=deefc61d
          io DocumentInputSource=bee16894 SAXEventRecorder=389c2d8e STAXEventWriter=2adcfe2c
          jaxb JAXBObjectModifier=389f3b40
          rule Pattern=42499395
          tree NamespaceStack=13b4e717
          + bean dom dtd rule/pattern swing util xpath xpp
        org.freemarker freemarker - freemarker 1192 a50aaf9a60f8e71a libfreemarker-java=2.3.31-2
          cache StatefulTemplateLoader=e1090dd7
          core BuiltInForHashEx=c8e9ec14 NonDateException=a58a9509 SimpleCharStream=895a5e5b
          ext/beans BeansWrapperBuilder=d4325cb0 ConstructorMatcher=ed563926 OverloadedMethodsModel=92a4275d
          ext/jsp FreeMarkerPageContext=6e14707c
          template IteratorToTemplateModelIteratorAdapter=d09b7fed TemplateHashModelEx2=1b28f2c5
            TemplateModelException=fa90c134
          template/utility StandardCompress=a3ef04b0
          + debug debug/impl ext/ant ext/dom ext/jdom ext/jython ext/rhino ext/servlet ext/util ext/xml log
        org.fusesource.jansi jansi 2.4.0 org/fusesource/jansi 47 670f37ca0df57033 libjansi-java=2.4.0-2
          . Ansi=09526e5b AnsiConsole=b2c6b072 AnsiMain=4d8cd3f7
          internal CLibrary=505f1579 JansiLoader=b769adce OSInfo=6fc8ae6a
          io AnsiOutputStream=2e46a34d ColorsAnsiProcessor=08b69404 FastBufferedOutputStream=da0b552d
        org.glassfish javax.json 1.1.2 org/glassfish/json 60 ba9bd979afb63de9 libjsonp-java=1.1.2-3
          . JsonMessages=aaf52a88 JsonPointerImpl=778315dc JsonProviderImpl=7f5fb863
          api BufferPool=4d4af215
        org.hibernate hibernate-commons-annotations 3.2.0.Final org/hibernate/annotations/common 61 6ac777e2d5cb962b libhibernate-commons-annotations-java=3.2.0.Final-4
          . AssertionFailure=6d9be85d Version=59551ea1
          annotationfactory AnnotationDescriptor=9d73a415 AnnotationProxy=25a40757
          reflection ReflectionManager=ef6ed071 XClass=f3047a03
          reflection/java JavaAnnotationReader=0f7a1b0d JavaXArrayType=0e5d420e JavaXPackage=a0815cfe
          reflection/java/generics CompoundTypeEnvironment=5999cf2d SimpleTypeEnvironment=005aa309
            TypeFactory=1cd7de76
          + util
        org.iq80.leveldb leveldb 0.7 org/iq80/leveldb 136 0e305a3d1000f49b libleveldb-java=0.7-2
          impl LogMonitors=76941c05 MemTable=84d76ab8 SeekingIterator=3c59f4b6
          table BlockTrailer=542443e1 FileChannelTable=90ad3d0f Table=2df543ed
          util BasicSliceOutput=7a8d51d7 InternalTableIterator=341d0f22 Level0Iterator=000b854f
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
          . VirtualFile=bfe580dc VirtualFilePermissionCollection=51ede29f
          protocol AbstractLocalURLStreamHandler=ba63c243 VirtualFileURLConnection=18d0f534
          spi AssemblyFileSystem=06c247c4 FileSystem=dd357b20 RootFileSystem=497d70b8
          util FileNameVirtualFileFilter=97450439 IncludeExcludeVisitorAttributes=ad7ecdcb
            LazyInputStream=6031dbed
          util/automount MountOwner=a5ec4e37 VirtualFileOwner=02b581e6
          + protocol/file protocol/vfs
        org.jboss.modules jboss-modules 2.1.0.Final org/jboss/modules 219 b837bbe951a155b7 libjboss-modules-java=2.1.0-1
          . JDKPaths=1408d7bd ModuleClassLoader=2da651b8 PackageSpec=13bc15eb
          filter GlobPathFilter=504d0a01
          log JDKModuleLogger=f281ea7b StreamModuleLogger=b4529819
          management ObjectProperties=e87e8e39
          maven DefaultMavenResolver=5325c300 MavenResolver=d7930aa8
          security FactoryPermissionCollection=fadbe5d0 ImmediatePermissionFactory=3d419b80
          xml ModuleXmlParser=13db2159
          + _private ref
        org.jboss.threads jboss-threads 3.5.0.Final org/jboss/threads 79 e1e1768fdcbba934 libjboss-threads-java=3.5.0-1
          . EnhancedQueueExecutorBase3=61b5a443 NullRunnable=bfc682e9 ViewExecutor=d10d2eeb
          management ManageableThreadPoolExecutorService=caaa9f25 StandardThreadPoolMXBean=297eb49a
        org.jctools jctools-core - org/jctools 154 c8a210c90fb1b5cc libjctools-java=2.0.2-1
          maps AbstractEntry=9de29147 NonBlockingHashMap=dd6424d9 NonBlockingSetInt=a43765eb
          queues BaseLinkedQueueConsumerNodeRef=08f3da1d BaseSpscLinkedArrayQueueConsumerField=1a644a6e
            SpmcArrayQueueL2Pad=a0468149
          queues/atomic BaseLinkedAtomicQueue=437e2c18 BaseSpscLinkedAtomicArrayQueueProducerFields=74eebc21
            MpmcAtomicArrayQueue=d6a8f380
          queues/spec Preference=f04c0ed9
          util Pow2=0795e72a UnsafeAccess=b30ad097
        org.jline jline 3.3.1 org/jline 207 6158b9ddea9c74c7 libjline3-java=3.3.1-3
          builtins Commands=8b6a6a7c Completers=fa3df4f2 ScreenTerminal=77c19f7c
          reader Buffer=b3ff9e3c EOFError=eedf37b3 Widget=e93c7c02
          terminal/impl PosixPtyTerminal=da93b047
          terminal/impl/jansi JansiNativePty=a2489573
          terminal/impl/jansi/solaris SolarisNativePty=8d72db3a
          terminal/impl/jna/solaris SolarisNativePty=5da66729
          terminal/spi Pty=0a61f670
          utils InfoCmp=49f89ca4
          + keymap reader/impl reader/impl/completer reader/impl/history terminal terminal/impl/jansi/freebsd
            terminal/impl/jansi/linux terminal/impl/jansi/osx terminal/impl/jansi/win terminal/impl/jna
            terminal/impl/jna/freebsd terminal/impl/jna/linux terminal/impl/jna/osx terminal/impl/jna/win
        org.jline jline-terminal-jansi 3.3.1 org/jline/terminal/impl/jansi 7 4087cc6f768a0b93 libjline3-java=3.3.1-3
          . JansiNativePty=a2489573 JansiSupportImpl=bdaf1682
          freebsd FreeBsdNativePty=aa2b1a3e
          linux LinuxNativePty=63cc013c
          osx OsXNativePty=fd7e981a
          solaris SolarisNativePty=8d72db3a
          win JansiWinSysTerminal=8e95d483
        org.jline jline-terminal-jna 3.3.1 org/jline/terminal/impl/jna 36 6e4121f391d2d8ed libjline3-java=3.3.1-3
          . JnaNativePty=9543b3e0 JnaSupportImpl=770f3f5f
          freebsd CLibrary=4cb4d4ca FreeBsdNativePty=1da905dd
          linux CLibrary=13af4f31 LinuxNativePty=24f19b45
          osx CLibrary=f50be170
          solaris CLibrary=35ea61d6 SolarisNativePty=5da66729
          win AnsiOutputStream=54d2ac7c JnaWinSysTerminal=95e8acec WindowsAnsiOutputStream=c602e3a3
        org.jsoup jsoup 1.15.3 org/jsoup 259 ceb172f60ff09e52 libjsoup-java=1.15.3-1
          . UncheckedIOException=3901ad90
          helper CookieUtil=64ed2fd7 HttpConnection=f2d380bb
          internal FieldsAreNonnullByDefault=4418c095 Normalizer=2037b2d0 ReturnsAreNonnullByDefault=4418c095
          nodes Attribute=5ad56fa8 LeafNode=7aa68536 PseudoTextElement=a13702da
          parser TreeBuilder=05621526
          select Elements=aee3e6b8 NodeVisitor=0e4e73ff
          + safety
        org.lz4 lz4-java 1.8.0 net/jpountz 80 447237183814b823 liblz4-java=1.8.0-3
          lz4 LZ4FrameInputStream=30268c3a LZ4JavaSafeCompressor=cc90a0fc LZ4JavaSafeFastDecompressor=a02f4e29
          util SafeUtils=8de6221a UnsafeUtils=b589817d Utils=cddd232a
          xxhash StreamingXXHash32JavaUnsafe=0f362640 StreamingXXHash64=d46914a7 XXHash32JNI=74b78152
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
          core MessagePackException=55f05744 MessageSizeException=c2ee5822 MessageTypeException=60949b8a
          core/buffer ArrayBufferInput=75790a40 MessageBufferOutput=e2f5e9ba MessageBufferU=17521e1e
          value NilValue=112c2418 TimestampValue=f90cb4ae Variable=0d5cf5a5
          value/impl ImmutableBinaryValueImpl=318ea579 ImmutableExtensionValueImpl=41c0f551
            ImmutableStringValueImpl=aff17071
          + core/annotations
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
          . Attribute=421a6e4b Constants=e77cb594 ModuleWriter=995b9637
          signature SignatureReader=042d0554 SignatureVisitor=c9d19608 SignatureWriter=da5a87fa
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
        org.simpleframework simple-xml 2.7.1 org/simpleframework/xml 378 5b63682bda341b02 libsimple-xml-java=2.7.1-4
          . Attribute=f8fdff30 NamespaceList=664bc40a
          core CompositeMapUnion=34351c36 MethodPart=2f1d860b Policy=68095e27
          strategy Allocate=ae82d0f4 Contract=a933c37f
          stream EventNode=28e6fbb3 Formatter=9da4b347 NodeException=200b7f16
          transform AtomicIntegerTransform=46342cef
          util LimitedCache=18cd54da
          + convert filter
        org.slf4j jcl-over-slf4j 1.7.32 org/apache/commons/logging 9 31063d0fb61f7352 libslf4j-java=1.7.32-1
          . Log=6cd3d7b4 LogConfigurationException=c0292f36 LogFactory=bb18437b
          impl NoOpLog=8fe4b244 SLF4JLog=8359a09c SLF4JLogFactory=fbe7e98a
        org.slf4j log4j-over-slf4j 1.7.32 org/apache/log4j 30 f1a23fca26cc7592 libslf4j-java=1.7.32-1
          . Layout=fa3df4f2 LogManager=2f7e2104 MDC=e94885ab
          helpers LogLog=2b7691d6 NullEnumeration=e0110cfb
          spi ErrorHandler=fa3df4f2 LoggerFactory=fe7cf03e LoggingEvent=fa3df4f2
          xml DOMConfigurator=3349b58d
        org.slf4j slf4j-api 1.7.32 org/slf4j 34 318ce9c1b828e716 libslf4j-java=1.7.32-1
          . IMarkerFactory=b2c4a7f3 LoggerFactory=a35af340 MDC=f5be292d
          event EventConstants=b0f597e2 LoggingEvent=165cc21b SubstituteLoggingEvent=4f049bce
          helpers NOPLogger=20f804b3 NOPMDCAdapter=80f2198f SubstituteLogger=fe830f4f
          spi LocationAwareLogger=2e089f45 LoggerFactoryBinder=64437dcc MDCAdapter=4c69cdc7
        org.slf4j slf4j-log4j12 1.7.32 org 8 ad9b8e7c2f0ce8b1 libslf4j-java=1.7.32-1
          apache/log4j MDCFriend=0fc9e9fa
          slf4j/impl Log4jMDCAdapter=80f2198f StaticLoggerBinder=5976b8f3 VersionUtil=86864504
        org.slf4j slf4j-migrator 1.7.32 org/slf4j/migrator 24 f0deb4e8ae4d2cf9 libslf4j-java=1.7.32-1
          . ConversionException=392b71d4 Main=aafbc55b ProjectConverter=dea11e59
          helper Abbreviator=a0983e28 SpringLayoutHelper=5ec210be
          internal ConversionTask=14d55490 MigratorFrame=9475d0b7 ProgressListener=e504fad6
          line JULRuleSet=e4d960fa Log4jRuleSet=e4d960fa RuleSet=5baebe7b
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
          . MethodExecutor=e524f3b4 OperatorOverloader=0545e7a8 TypeLocator=b8e4203d
          common ExpressionUtils=ed65c65a TemplateParserContext=30fa13cd
          spel SpelNode=3b361d35
          spel/ast BeanReference=8efb7641 FunctionReference=ed686864 OpMultiply=b61cc6f5
          spel/standard InternalSpelExpressionParser=87f78638
          spel/support ReflectiveMethodResolver=352c4bda StandardTypeConverter=6a241936
        org.tukaani xz 1.9 org/tukaani/xz 116 422ed4f2963b1af2 libxz-java=1.9-1
          . DeltaOutputStream=8cb8ca7b FilterDecoder=3f4fe777 XZOutputStream=9ff88dd2
          check SHA256=e0631106
          delta DeltaEncoder=92d67e36
          index IndexBase=90978d8a
          lz BT4=9b27f175 Hash234=9c55f742 LZEncoder=472d4e2a
          rangecoder RangeDecoder=7f78dd4b RangeDecoderFromBuffer=81c880b4 RangeEncoderToBuffer=2f2b533b
          + common lzma simple
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
          . BusyHandler=ebc5a5e6 SQLiteLimits=69d553b0 SQLiteOpenMode=08199202
          date DateFormatUtils=52558634 FastDatePrinter=a29491d7
          javax SQLiteConnectionPoolDataSource=87b381db
          jdbc3 JDBC3Connection=84df8369 JDBC3DatabaseMetaData=3e4fdf65
          jdbc4 JDBC4Connection=cbd8425e JDBC4ResultSet=bf3c9811
          util OSInfo=4bf461aa QueryUtils=42c772c2
          + core
        org.xerial.snappy snappy-java 1.1.8.3 org/xerial/snappy 45 4e52b3e6c139dfdc libsnappy-java=1.1.8.3-1
          . BitShuffleNative=4cd34f9b SnappyFramedOutputStream=c8481b74 SnappyNative=8d0acb56
          buffer BufferAllocatorFactory=cdb2ebc1 CachedBufferAllocator=607819a2 DefaultBufferAllocator=6b8d043e
          pool BufferPool=52c6b39c CachingBufferPool=dff8005c DirectByteBuffers=d8f00cf5
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
          io Perl5FilenameFilter=fdbf4e8c RegexFilenameFilter=88584d1f
          text MalformedCachePatternException=43e8f523 PatternCache=e72bd282 PatternCacheFIFO=1636a03a
          text/awk CharacterClassNode=e822b176 LeafNode=3320b3f4 TokenNode=d8d4ab6b
          text/regex Pattern=647d8b42 Perl5Compiler=4dc4c5f9 Perl5Repetition=a42e3e96
          util CacheFIFO2=7bef8b5a
          + text/perl
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
          . SerializationHandler=1b1d3f24 ToHTMLSAXHandler=dda62fad XSLOutputAttributes=00a2b270
          dom3 DOM3TreeWalker=f4b8b17e DOMConstants=dbb90f91 DOMErrorHandlerImpl=1d1553ff
          utils SerializerMessages_es=1a8a75b3 SerializerMessages_pt_BR=1a8a75b3
            SerializerMessages_zh_CN=52cab8f3
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
          css/sac CSSParseException=9c64613e DocumentHandler=bf42c16e ElementSelector=3830d1c3
          css/sac/helpers ParserFactory=8394c507
          dom/smil ElementTimeControl=0c5222af TimeEvent=b0198e30
          dom/svg SVGFEFuncGElement=e1758408 SVGImageElement=f2c5b380 SVGTransformList=afdb355c
        xml-resolver xml-resolver 1.2 org/apache/xml/resolver 32 8cc47aa995640c40 libxml-commons-resolver1.1-java=1.2-11
          . CatalogException=6cf64b2c NbCatalogManager=0403d0e4 Resolver=3e048676
          apps resolver=1bc7535b xparse=aafbc55b
          helpers FileURL=e619b56f
          readers SAXCatalogReader=98c36990 SAXParserHandler=4219e56e TextCatalogReader=e0594231
          tools NbCatalogResolver=64d4fe70 ResolvingXMLFilter=0005a89f ResolvingXMLReader=4067add3
        xom xom 1.3.8 nu/xom 119 4561926fa62fc233 libxom-java=1.3.8-1
          . Attribute=af71297b ISOCyrillicWriter=2477d251 MalformedURIException=ffd9bda7
          canonical CanonicalizationException=4012a15e Canonicalizer=46e9a7d5
          tests XOMTestCase=f5bbf15c
          xinclude BadHrefAttributeException=047eaac5 BadParseAttributeException=047eaac5
            XPointerException=cce2f94c
          xslt XOMInputSource=79375c29 XOMReader=b6a50850 XOMResult=45e090ec
          + converters
        xpp3 xpp3 1.1.4c org/xmlpull/v1 50 fc734a5e09ea5b71 libxpp3-java=1.1.4c-3
          . XmlPullParserException=9b8eae1b XmlSerializer=a20e0867
          builder XmlContained=e8c8f96c XmlDoctype=e4c175da XmlInfosetBuilder=46ed83d3
          builder/adapter XmlAttributeAdapter=8f9799e0 XmlDocumentAdapter=c74eb437
          builder/impl XmlAttributeImpl=81851494 XmlCommentImpl=49cd28b4
          dom2_builder DOM2XmlPullBuilder=2fb42d2e
          wrapper/classic StaticXmlPullParserWrapper=7fbddfc0 XmlSerializerDelegate=6a1e6951
          + parser_pool sax2 util wrapper
        xpp3 xpp3_xpath 1.1.4c org/xmlpull/v1/builder/xpath 182 b44d98f8647e61bb libxpp3-java=1.1.4c-3
          jaxen QualifiedName=d0f4e158 XPath=118a3560
          jaxen/expr PathExpr=43ac3e28 Predicate=2f1c91d0 PredicateSet=6dd7471e
          jaxen/expr/iter IterableAxis=bffd59d2 IterableChildAxis=26e6d4b2
          jaxen/function LastFunction=7ba20953 PositionFunction=ef920bc1 StringLengthFunction=f1297d4f
          jaxen/pattern AnyChildNodeTest=db9000b0 Pattern=694a7c24
          + . impl jaxen/function/ext jaxen/util saxpath saxpath/com/werken/saxpath saxpath/conformance
            saxpath/helpers
        """
}
