/** A self-signed certificate for localhost, for tests only: its key is public knowledge. */
export const testCertificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUQmJgnlbMP/l32J4hoMKJ3XT792UwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzEzNDkyOVoYDzIxMjYxMDMw
MTM0OTI5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARymp2eUc83+EIQ8s5zOt7YO3Hi+6urfp0uuk/AE6V5utpzeadjlRp8
wtuh3euSgWCq8wFpFyyogcJykDBO47Xko28wbTAdBgNVHQ4EFgQUeFmt7VKw4ces
D/EKLVtJARfQHVkwHwYDVR0jBBgwFoAUeFmt7VKw4cesD/EKLVtJARfQHVkwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhALLygaA0ctnA/DSzD8tM1za15tGqYL77lO0JujohzVpyAiBN
IvKtsYRdbw/v7ZY1OrwgSCXvSuxY5WlshfPzEj3Gpw==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRRGETdtf5OGIaVs8
HASyYQTGwqZ8wEt5+lg4xovkTlyhRANCAARymp2eUc83+EIQ8s5zOt7YO3Hi+6ur
fp0uuk/AE6V5utpzeadjlRp8wtuh3euSgWCq8wFpFyyogcJykDBO47Xk
-----END PRIVATE KEY-----
`,
};
