#define BOOST_TEST_MODULE aftersale
#include <boost/test/included/unit_test.hpp>
