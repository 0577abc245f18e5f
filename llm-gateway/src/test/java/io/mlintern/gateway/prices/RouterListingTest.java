package io.mlintern.gateway.prices;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterListingTest {
    private static final String LISTING =
            """
            {"object":"list","data":[
             {"id":"org/many","providers":[
              {"provider":"slow","status":"live","pricing":{"input":0.5,"output":1},"throughput":20.5},
              {"provider":"quick","status":"live","pricing":{"input":2.0,"output":8.25},"throughput":180},
              {"provider":"down","status":"error","pricing":{"input":0.1,"output":0.1},"throughput":900},
              {"provider":"silent","status":"live"}]},
             {"id":"org/same","providers":[
              {"provider":"a","status":"live","pricing":{"input":1,"output":2}},
              {"provider":"b","status":"live","pricing":{"input":1.0,"output":2.00}}]},
             {"id":"org/tie","providers":[
              {"provider":"a","status":"live","pricing":{"input":1,"output":2}},
              {"provider":"b","status":"live","pricing":{"input":3,"output":2}}]},
             {"id":"org/secret","providers":[
              {"provider":"a","status":"live","pricing":{"input":1,"output":2},"throughput":5},
              {"provider":"b","status":"live","throughput":50}]},
             {"id":"org/plain"}]}
            """;

    private final RouterListing listing = RouterListing.read(LISTING);

    @ParameterizedTest
    @CsvSource({
        "org/many:slow,     0.5, 1",
        "org/many:quick,    2,   8.25",
        "org/many:cheapest, 0.5, 1",
        "org/many:fastest,  2,   8.25",
        "org/same,          1,   2",
        "org/same:cheapest, 1,   2",
        "org/secret:a,      1,   2",
    })
    void theTagSaysWhosePriceItIs(String name, String input, String output) {
        assertThat(listing.price(name))
                .contains(Price.of(new BigDecimal(input), new BigDecimal(output)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/many",
                "org/many:silent",
                "org/many:down",
                "org/many:nobody",
                "org/same:fastest",
                "org/tie",
                "org/tie:cheapest",
                "org/secret:fastest",
                "org/plain",
                "org/plain:cheapest",
                "org/unheard-of"
            })
    void whereItCannotBeToldThereIsNoPrice(String name) {
        assertThat(listing.price(name)).isEmpty();
    }

    @Test
    void whatIsNoListingHasNoPrices() {
        assertThat(RouterListing.read("<html>")).isSameAs(RouterListing.UNKNOWN);
        assertThat(RouterListing.read("[1]").price("org/many:slow")).isEmpty();
        assertThat(
                        RouterListing.read(
                                        "{\"data\":[{\"id\":\"a/b\",\"providers\":[{\"provider\":\"p\",\"pricing\":{\"input\":\"1\",\"output\":-1}}]}]}")
                                .price("a/b:p"))
                .isEmpty();
    }
}
