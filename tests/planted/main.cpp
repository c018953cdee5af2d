#define BOOST_TEST_MODULE aftersale_planted
#include <boost/test/included/unit_test.hpp>
