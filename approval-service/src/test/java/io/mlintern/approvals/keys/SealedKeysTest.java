package io.mlintern.approvals.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import io.mlintern.kit.secrets.Seal;
import java.text.ParseException;
import org.junit.jupiter.api.Test;

class SealedKeysTest {
    private static final byte[] KEY = new byte[32];
    private static final SealedKeys KEYS = new SealedKeys(new Seal(KEY));
    private static final OctetKeyPair PAIR =
            new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(new byte[32]))
                    .d(Base64URL.encode("0123456789abcdef0123456789abcdef"))
                    .keyID("one")
                    .build();

    @Test
    void whatIsWrittenIsAnEncryptedJwkThatAnyLibraryReads() throws ParseException, JOSEException {
        var object = JWEObject.parse(KEYS.write(PAIR));
        object.decrypt(new DirectDecrypter(KEY));

        assertThat(object.getHeader().getContentType()).isEqualTo("jwk+json");
        assertThat(OctetKeyPair.parse(object.getPayload().toJSONObject())).isEqualTo(PAIR);
    }

    @Test
    void anEncryptedJwkOfAnyLibraryIsRead() throws JOSEException {
        var header =
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                        .keyID("another header")
                        .build();
        var object = new JWEObject(header, new Payload(PAIR.toJSONObject()));
        object.encrypt(new DirectEncrypter(KEY));

        assertThat(KEYS.open(object.serialize())).hasValue(PAIR);
    }

    @Test
    void whatIsInTheTableAlreadyOpensForEver() {
        String stored =
                "eyJjdHkiOiJqd2sranNvbiIsImVuYyI6IkEyNTZHQ00iLCJhbGciOiJkaXIifQ..oPvW5CN7orh0kauk.2lEeqXBWdRByUyaeqO6JT9v4-VMQ38L_tbK-J4GtC_Agawsrd0OiCg1r6beDuiFZxXoVQayYSiEzJQgmSWJ92mpGo8l2WnkZRVRJmXJxnU1Y_KPden-uFJedR4nf5jMV1oikG-iFBh3ztwz-ybxy_0f4xGNosMW89W5PCGrx4KjEwuPT3a3cvVGUIspd.wgz89_11Myf7Z_CNj31t9Q";

        assertThat(KEYS.open(stored)).hasValue(PAIR);
    }

    @Test
    void whatWasSealedOtherwiseDoesNotOpen() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(new SealedKeys(new Seal(other)).open(KEYS.write(PAIR))).isEmpty();
        assertThat(KEYS.open("a.b.c")).isEmpty();
        assertThat(KEYS.open("....")).isEmpty();
    }
}
