/// Pairs of keys made for these tests and used nowhere else.
struct BundleKeys: Sendable {
    var algorithm: String
    var secret: String
    var `public`: String

    static let all = [
        BundleKeys(
            algorithm: "RS256",
            secret: """
                -----BEGIN RSA PRIVATE KEY-----
                MIIEowIBAAKCAQEAupdrHV1sIiFwHHTOpKyaHeqg7SY/tshnXGKZOJ/IpQKNja8a
                vWyZ7oFMOOLru4+R+p1VmEMbtet1Te+dK7OJ3HHEIhyd9TjDdzcbF2kmZQhUuH0d
                GA/V+2DFUdzGnHrJ3c5foiebnB5spMhMy+ErQpXj6HDL+xZMY/RKn8c82xSl5RDw
                kHnMfVzns6WelnYtebfkoKrZ4Vx3SPr/0g0ZjZ/LxoJ6Z3L/T4lOklTBi41Wi9Sz
                BVTI+8MphXsxCAE2khTdvVuttBGYpcStZcE/2GlscohzxAPKKwXfVBaNdjviUaGY
                XCdYerzf/f00tl7C994daIukhYlGyZV3F1muvwIDAQABAoIBADfr8Jjk6mcSQXDt
                2w7Egg4MRz279GV6C2xHSqeLT82Qhc8cVzXFSh8OlkMIU2ErprMHG2OeXTw4/Lem
                ZCL4VI2CdSdKD1cys3ZTyCVMiMrH4+hE6wbOnDGSL6EYu1ejf0OgOc4186+m+KWs
                OEP0UIxMsvjzcVbnuG5OhVz8j/MSapLJ9+8yd7aXcHFbI6Jg3YOxTuN90xDmI+C8
                DvqDLdugUENNCPKRGctdS618uo9yJkNzWXRO6CWF6Lifv34bF9hYSJOtfivu/dq3
                vZLrfwuMpMiYe7J0za6HzHFpx9L/rYwzEpY5rTponvVal0Cwbw9j/gYKWuVGP81t
                i/wwFIECgYEA4U7RasSo4H7zl0Lcykm5pNY8vci7jb1Kni7KN1m362z+pBKVzNRw
                EI7e8LcJjPhejQm/O4EnOEnlO5c5SISkF3xIxZtZiQsHVkv/QOSW3gA47x+cXpEW
                CTi4lsNDMhEAj5MDw9B7k5mwk+y4amnDaSDRDBMaSGH2MOsVmehXJT8CgYEA1AJw
                kmDCWEvDlAJyfqLRKtkNNJwP381uuNorksia07qPmakuUZM4KEHmNcFF+m+oKPpo
                qWgwqUpIC8imOgBUPVmcClFVIwTfdaKgv/ub6yjgzdsHZcEKdwjytORXmYDoms13
                fp/Ampp5EIK4Iu5HsPwz5WCe6CGoHuYtoSQjloECgYAND3uWO9YqRVGriAWyeDmZ
                s42L1tIAcmOb7cxtDvdZX1UXf7hNSldArnd/7qxQDqm0dUcvlNoIKkhufuKkMIQu
                lFbHlazIA+ql9vvR8C5Kqiqiuetfk/t6B16z5pfDlDa7G+OQ+0nekX8p5AQArybT
                tkJH9+eDIKKbzVTQOiarEwKBgQCkXJ/ZW5pPyaz+ekc5VhDDHzLVrofAAgvs03ck
                fNFLhD7/6eE27OOEklJfKk+OMDI2UqwBaf0Pwb7JI+162fZ0+Zu3hAZ097omAMaP
                EAl47mAaN8wsXtQ2JIHFK6GeKAosuU4CpOc09L0Wx8Dpk8GQvHWfRqDrZexoyBpn
                6xSMAQKBgE/Udk3wk6Ab+IXiOo2V2ysNjyy1Ve/SGc8gA9fQB1g0TFD2V3q+8fc8
                rSJZY51E77YQGSx6CXh9U2NjJ5w17nly7UA2QJcsDh7QJ8YbIXePUKCGNNFOzNyB
                2QRQXzkGGVVMTjsVxxMpX9k3d/Zw2EmOI2J5xKR9VUb0TBfLb4LG
                -----END RSA PRIVATE KEY-----
                """,
            public: """
                -----BEGIN PUBLIC KEY-----
                MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAupdrHV1sIiFwHHTOpKya
                Heqg7SY/tshnXGKZOJ/IpQKNja8avWyZ7oFMOOLru4+R+p1VmEMbtet1Te+dK7OJ
                3HHEIhyd9TjDdzcbF2kmZQhUuH0dGA/V+2DFUdzGnHrJ3c5foiebnB5spMhMy+Er
                QpXj6HDL+xZMY/RKn8c82xSl5RDwkHnMfVzns6WelnYtebfkoKrZ4Vx3SPr/0g0Z
                jZ/LxoJ6Z3L/T4lOklTBi41Wi9SzBVTI+8MphXsxCAE2khTdvVuttBGYpcStZcE/
                2GlscohzxAPKKwXfVBaNdjviUaGYXCdYerzf/f00tl7C994daIukhYlGyZV3F1mu
                vwIDAQAB
                -----END PUBLIC KEY-----
                """),
        BundleKeys(
            algorithm: "PS384",
            secret: """
                -----BEGIN PRIVATE KEY-----
                MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCkdFXnKM5FnXdg
                T8dPxvj3qNMoqzhpMwSkXmSjZG+4uizPjiEl7xMiBJQYOqVesDxwFnnUEdio6pnz
                dlLmGOe/j78pIecc2ML2DvNXgzeLfn3Nftci3tcn7Z1vOmYoLr2kWvvj+hPQfpr2
                yd1aY0VNap6VbLVo9y20s9sLRyn6WK14Vsa7mdlh1QAQLAUoK7tIkO+a4jD3XbrE
                8u2KMqOvNvhgEwjqRsd+wcUB57B7I4FNTK7y5KX4V7SL6rj+yFCQ2hEty7kbhTD3
                78jzaLh0Lz6E+Xl3ikIE9vNB5WKZ2LhFxonbQuCNgY7PkrvPnW9nOqBw9J7VtjgW
                9k2VdYknAgMBAAECggEAPpEKG5uBOqgJgkln3VioYOTIjVjy6ccgtX46EJXGEYQ3
                RzHeN6Xo5BDU3RD22Hr5S3WpnP67LKywrJkwOd1w0gcY5cfBu05WgjG27+z6pWYW
                66cdp2Ube1PiCS6xLgl2WgDJg3chsblxMIIlZl2NQMJXGidVL12W9IBWzkghVt5o
                wheD8F218rBPsSCNUVi7zefmjqlXp0M6Re5Qr2iwZMdFaGUlXc3+WUE8jGxEPM+a
                KPoBnfcCbaGHiDelAG6M5BXn0xFepUAwFDGjPJm+kBLdQia4MlPrYoWzzBLKJGla
                V/b5df5e5m5QJZqbzBMUhMs7DLHhMGL5mNEUn/8kfQKBgQDV5JqRzlzNDuWRwnkY
                +ncGhZ+HIEBUZ4+Y8Wtsugx34idUE+80pArB0iFMkijlVopOsEx1Twyy14LgSb5t
                Zp4EbmuO0TtpwLp2KI9psu7inCjjXR9+CKT1hefr43dpXHr3RA/zrXfNdf5OYGjt
                Pp8p/5PKeVK9HvniTxpgzLLuhQKBgQDE1DdaQTaY1+oyHf6WjNo/OZr3z1/ivyjF
                htOSjs3ZPJ0eSBlmaiVUb/y6ucuHSmeBFJUhia0PItLbK8XoTGb2sEQy1M1cwzUA
                1ufB7wU5AJTaSQ0S6K4isDz8tBQfRIxayYb5BcnVVLQk0jbt9kGAIUwqsvXNgUhJ
                +bXO4pB2uwKBgA4ZY5b442Ug9kEFcLYUzIPBiyJ9HcBykyShxVMFcIz2e2EvbzUp
                GwxrrYY+nDOB4NwPAvs4mr2vNxFRyxurB/+Cx9RCNohiC+h+A/YTtWt6n7ddDBZi
                u3zztrX16Ikpb3GdKvAFH0CL5peEA2agGh3KmxNdq/aLdC1WyYZX9/OBAoGBAINz
                27fqX8U6Rk3MXHA9h7C8DzQ7iiVMV7V78ycpOm9AHQrRSi1s7Jt040vts/EaDwBV
                N7gbU7oNHteDZ3xaMlXEqPdtye2O7YIvBL8vm8RTEBasvQ+I2GuQWlrHBb1QMZCc
                kQkVBZP1Kw6AWnEYiuxA0LafqKvkENxe6j5Ob/7rAoGAI3KswhoRtwB3pdHdO9p9
                RXITgsUe8PDSb5gLbvQRDiidiWoxXVd9QENELoSvTy2ctGypE+mccOF9o1mhIrUv
                CrAz5WOW10L2HHryM2dVtjPEiAJBJdsgoqEoALWGFZEcyUJUm5d/XQ30AtOPKhaC
                uXWaGFhoUG8uzIPI5oLWT+Q=
                -----END PRIVATE KEY-----
                """,
            public: """
                -----BEGIN PUBLIC KEY-----
                MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApHRV5yjORZ13YE/HT8b4
                96jTKKs4aTMEpF5ko2RvuLosz44hJe8TIgSUGDqlXrA8cBZ51BHYqOqZ83ZS5hjn
                v4+/KSHnHNjC9g7zV4M3i359zX7XIt7XJ+2dbzpmKC69pFr74/oT0H6a9sndWmNF
                TWqelWy1aPcttLPbC0cp+liteFbGu5nZYdUAECwFKCu7SJDvmuIw9126xPLtijKj
                rzb4YBMI6kbHfsHFAeeweyOBTUyu8uSl+Fe0i+q4/shQkNoRLcu5G4Uw9+/I82i4
                dC8+hPl5d4pCBPbzQeVimdi4RcaJ20LgjYGOz5K7z51vZzqgcPSe1bY4FvZNlXWJ
                JwIDAQAB
                -----END PUBLIC KEY-----
                """),
        BundleKeys(
            algorithm: "ES256",
            secret: """
                -----BEGIN EC PRIVATE KEY-----
                MHcCAQEEIDysuOuvsIZ5rD9LLseJviCtAC61hLsyRE82DGXP52sooAoGCCqGSM49
                AwEHoUQDQgAEHeyqvb1iAtRdtLAQgBsM3ZVbjs0/N2WMaOjHH3prNhc8GvddgP0y
                4eyahw0wZ3VFaiQboj/xqeBTryD577oOQQ==
                -----END EC PRIVATE KEY-----
                """,
            public: """
                -----BEGIN PUBLIC KEY-----
                MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHeyqvb1iAtRdtLAQgBsM3ZVbjs0/
                N2WMaOjHH3prNhc8GvddgP0y4eyahw0wZ3VFaiQboj/xqeBTryD577oOQQ==
                -----END PUBLIC KEY-----
                """),
        BundleKeys(
            algorithm: "EdDSA",
            secret: """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIGKOru+w0kUcdObevRq59A914peS0NhpwXTTTPcqcZpl
                -----END PRIVATE KEY-----
                """,
            public: """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAVu0BktE5x/UeABUct/y3LOI1qptq6yoblIZQEL55i8E=
                -----END PUBLIC KEY-----
                """),
    ]
}
