/** Who the tests are signed in as. */
export const administrator = { email: 'administrator@localhost', password: 'a long way from Osh to Herat' }
